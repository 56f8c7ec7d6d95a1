package io.bloodraven.activities.sidecar;

import io.bloodraven.api.group.GroupRef;

/** Where the sidecar of a site listens; {@code GroupRef::sidecarUrl} inside a cluster. */
@FunctionalInterface
public interface SidecarAddresses {
  /** Base URL, without a slash at its end. */
  String url(GroupRef group, String site);
}
