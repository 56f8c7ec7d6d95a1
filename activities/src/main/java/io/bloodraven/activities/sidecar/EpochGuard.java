package io.bloodraven.activities.sidecar;

import static java.util.Objects.requireNonNull;

import io.bloodraven.activities.attempt.StepFailure;
import io.bloodraven.api.group.GroupRef;
import io.bloodraven.api.health.Heartbeat;
import java.time.Duration;

/**
 * Keeps a late or repeated step from undoing a newer failover: asked right before whatever cannot
 * be taken back.
 */
public final class EpochGuard {
  /** Failure type: a sidecar that is needed did not answer. */
  public static final String SIDECAR_UNAVAILABLE = "SidecarUnavailable";

  /** An answer takes milliseconds; the first one of a cold worker much longer. */
  private static final Duration LIMIT = Duration.ofSeconds(2);

  private final SidecarClient sidecars;

  /** Asks {@code sidecars}. */
  public EpochGuard(SidecarClient sidecars) {
    this.sidecars = requireNonNull(sidecars, "sidecars");
  }

  /**
   * Returns what the sidecar of {@code site} says now, unless it has seen an epoch above {@code
   * epoch}, or does not answer: then the step fails.
   */
  public Heartbeat requireCurrent(GroupRef group, String site, long epoch) {
    try {
      Heartbeat heartbeat = sidecars.status(group, site, LIMIT);
      if (heartbeat.lease().highestEpoch() > epoch) {
        throw StepFailure.superseded(group, site, epoch, heartbeat.lease().highestEpoch());
      }
      return heartbeat;
    } catch (SidecarException e) {
      throw StepFailure.passing(SIDECAR_UNAVAILABLE, group, site, e);
    }
  }
}
