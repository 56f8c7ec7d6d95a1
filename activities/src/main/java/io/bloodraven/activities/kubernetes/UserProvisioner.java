package io.bloodraven.activities.kubernetes;

import io.bloodraven.api.group.GroupRef;

/** Puts the group's database users right on its open site. */
@FunctionalInterface
public interface UserProvisioner {
  /** Creates or corrects them on {@code activeSite}; they replicate from there. Idempotent. */
  void ensureUsers(GroupRef group, String activeSite);
}
