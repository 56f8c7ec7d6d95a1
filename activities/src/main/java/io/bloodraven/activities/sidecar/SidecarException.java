package io.bloodraven.activities.sidecar;

import io.bloodraven.api.group.GroupRef;
import java.io.Serial;

/** A sidecar that did not answer in time, or answered something other than a reply record. */
public final class SidecarException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  SidecarException(GroupRef group, String site, String what) {
    super(message(group, site, what));
  }

  SidecarException(GroupRef group, String site, String what, Throwable cause) {
    super(message(group, site, what), cause);
  }

  private static String message(GroupRef group, String site, String what) {
    return "sidecar of group " + group + ", site " + site + ": " + what;
  }
}
