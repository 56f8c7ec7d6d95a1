package io.bloodraven.activities.repair;

import io.bloodraven.activities.attempt.StepFailure;
import io.bloodraven.activities.sidecar.EpochGuard;
import io.bloodraven.api.health.Heartbeat;

/**
 * What must be so before a site's data or channel is touched. The sidecars are asked each time:
 * what the workflow knew may be over.
 */
final class SiteChecks {
  /** Failure type: the site that is to be a replica is open, or about to be. */
  static final String SITE_OPEN = "SiteOpen";

  /** Failure type: the site that is to be followed does not hold the lease at this epoch. */
  static final String SOURCE_NOT_OPEN = "SourceNotOpen";

  private final EpochGuard guard;

  SiteChecks(EpochGuard guard) {
    this.guard = guard;
  }

  /** The site is closed and has seen no newer epoch. */
  void requireClosedSite(Repair repair) {
    Heartbeat site = guard.requireCurrent(repair.group(), repair.site(), repair.epoch());
    if (site.writable() || site.lease().holdingEpoch() == repair.epoch()) {
      throw StepFailure.passing(
          SITE_OPEN, repair.group(), repair.site(), "is open for writes: fence it first");
    }
  }

  /** The source is the holder at this epoch. */
  void requireHoldingSource(Repair repair) {
    Heartbeat source = guard.requireCurrent(repair.group(), repair.source(), repair.epoch());
    if (source.lease().holdingEpoch() != repair.epoch()) {
      throw StepFailure.passing(
          SOURCE_NOT_OPEN,
          repair.group(),
          repair.source(),
          "does not hold the lease at epoch " + repair.epoch() + ", so nobody may follow it");
    }
  }
}
