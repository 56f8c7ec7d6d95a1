package io.bloodraven.watcher.intake;

import io.bloodraven.api.group.GroupRef;

/** Hears what becomes of the groups' resources; called from the informers' threads. */
public interface GroupListener {
  /** The resource is there, new or changed in any part. */
  void present(GroupManifest manifest);

  /** The resource is gone. */
  void gone(GroupRef group);

  /**
   * Somebody else changed or removed an owned object.
   *
   * @param what {@code Kind/name}
   */
  void drifted(GroupRef group, String what);
}
