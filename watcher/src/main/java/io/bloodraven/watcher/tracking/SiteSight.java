package io.bloodraven.watcher.tracking;

import io.bloodraven.api.health.Sighting;
import java.util.List;

/**
 * One site as this watcher sees it now.
 *
 * @param heardAgoMillis since its last heartbeat, -1 when there was none
 * @param audible whether that was lately enough to be told as present fact
 * @param troubles what its sidecar missed when last heard, a line each
 */
public record SiteSight(
    Sighting sighting,
    long heardAgoMillis,
    boolean audible,
    ProbeResult probe,
    List<String> troubles) {
  public SiteSight {
    troubles = List.copyOf(troubles);
  }

  /** Name of the site. */
  public String site() {
    return sighting.site();
  }
}
