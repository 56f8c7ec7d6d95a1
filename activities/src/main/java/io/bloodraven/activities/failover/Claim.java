package io.bloodraven.activities.failover;

import static io.bloodraven.activities.sidecar.EpochGuard.SIDECAR_UNAVAILABLE;

import io.bloodraven.activities.attempt.StepFailure;
import io.bloodraven.activities.sidecar.SidecarClient;
import io.bloodraven.activities.sidecar.SidecarException;
import io.bloodraven.api.group.GroupRef;
import io.bloodraven.api.lease.ClaimReply;
import io.bloodraven.api.lease.ClaimRequest;
import io.bloodraven.api.lease.FenceProof;
import io.bloodraven.api.lease.Refusal;
import io.bloodraven.workflows.failover.FailoverActivities;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.List;

/** Takes the Lease for a candidate, or says why it cannot be had. */
final class Claim {
  /** Failure type: the sidecar refused for a reason that may pass. */
  static final String REFUSED = "Refused";

  /** A compare-and-swap at the Kubernetes API is part of it. */
  private static final Duration LIMIT = Duration.ofSeconds(2);

  private final SidecarClient sidecars;

  Claim(SidecarClient sidecars) {
    this.sidecars = sidecars;
  }

  ClaimReply take(GroupRef group, String candidate, long epoch, List<FenceProof> proofs) {
    try {
      ClaimReply reply =
          sidecars.claim(
              new ClaimRequest(group.namespace(), group.name(), candidate, epoch, proofs), LIMIT);
      if (!reply.taken()) {
        throw refused(group, candidate, epoch, reply.refusal(), reply.highestEpoch());
      }
      return reply;
    } catch (SidecarException e) {
      throw StepFailure.passing(SIDECAR_UNAVAILABLE, group, candidate, e);
    }
  }

  /** The failure that a refusal of a claim, or of opening, means for the step. */
  static ApplicationFailure refused(
      GroupRef group, String candidate, long epoch, Refusal refusal, long highestEpoch) {
    if (refusal == Refusal.STALE_EPOCH || highestEpoch > epoch) {
      return StepFailure.superseded(group, candidate, epoch, highestEpoch);
    }
    if (refusal == Refusal.NOT_IN_ELECTORATE) {
      return StepFailure.verdict(
          FailoverActivities.NOT_IN_ELECTORATE,
          group,
          candidate,
          "is not in the electorate of the Lease and cannot be promoted automatically");
    }
    return StepFailure.passing(
        REFUSED, group, candidate, "its sidecar refused epoch " + epoch + ": " + refusal);
  }
}
