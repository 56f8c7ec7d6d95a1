package io.bloodraven.watcher.tracking;

import java.time.Duration;
import java.util.Map;

/**
 * How patient a watcher is with one group.
 *
 * @param silence how long a site must be unheard and unvouched before it counts as silent
 * @param failureThreshold failed probes in a row that make a server count as down
 * @param recoveryThreshold answered probes in a row that make it count as up
 * @param lagLimits how many seconds the data of a site may be old, by site
 */
public record TrackingSettings(
    Duration silence, int failureThreshold, int recoveryThreshold, Map<String, Long> lagLimits) {
  /** What a group gets that says nothing of its own. */
  public static final TrackingSettings DEFAULT =
      new TrackingSettings(Duration.ofSeconds(3), 3, 2, Map.of());

  public TrackingSettings {
    if (!silence.isPositive() || failureThreshold < 1 || recoveryThreshold < 1) {
      throw new IllegalArgumentException(
          "silence must be positive, thresholds at least 1: %s, %d, %d"
              .formatted(silence, failureThreshold, recoveryThreshold));
    }
    lagLimits = Map.copyOf(lagLimits);
  }

  /** How many seconds the data of a site may be old; as many as it likes when nothing is said. */
  long lagLimit(String site) {
    return lagLimits.getOrDefault(site, Long.MAX_VALUE);
  }

  /**
   * How old a heartbeat may be for its sender to count as audible. A peer heard longer ago may have
   * vouched since, so that its word no longer proves silence: half the threshold leaves room for
   * one vouch interval.
   */
  long audibleMillis() {
    return silence.toMillis() / 2;
  }
}
