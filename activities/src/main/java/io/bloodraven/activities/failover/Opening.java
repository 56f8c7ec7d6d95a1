package io.bloodraven.activities.failover;

import static io.bloodraven.activities.sidecar.EpochGuard.SIDECAR_UNAVAILABLE;

import io.bloodraven.activities.attempt.Attempt;
import io.bloodraven.activities.attempt.StepFailure;
import io.bloodraven.activities.sidecar.SidecarClient;
import io.bloodraven.activities.sidecar.SidecarException;
import io.bloodraven.api.group.GroupRef;
import io.bloodraven.api.lease.FenceProof;
import io.bloodraven.api.lease.OpenReply;
import io.bloodraven.api.lease.OpenRequest;
import io.bloodraven.api.lease.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Has a sidecar open its site, as soon as the lease allows it. */
final class Opening {
  /**
   * The sidecar waits this long for its lease before it answers; between answers is a heartbeat.
   */
  private static final Duration WAIT = Duration.ofSeconds(1);

  /** Beside the wait: opening, and the write that confirms it. */
  private static final Duration CALL_LIMIT = WAIT.plusSeconds(2);

  /** A sidecar that answers without having waited is not asked more often than this. */
  private static final Duration LEAST_PAUSE = Duration.ofMillis(20);

  private final SidecarClient sidecars;

  Opening(SidecarClient sidecars) {
    this.sidecars = sidecars;
  }

  /** Returns the site's gtid_executed at the moment of opening. */
  String await(
      GroupRef group, String candidate, long epoch, List<FenceProof> proofs, Attempt attempt) {
    // what a proof still has to wait for counts from its arrival: it is sent once
    List<FenceProof> unsent = proofs;
    while (true) {
      OpenReply reply = ask(group, candidate, epoch, unsent);
      unsent = List.of();
      if (reply.open()) {
        return reply.gtidExecuted();
      }
      if (reply.refusal() != Refusal.NONE) {
        throw Claim.refused(group, candidate, epoch, reply.refusal(), reply.highestEpoch());
      }
      String left = reply.waitMillis() + " ms until the lease allows to open";
      if (attempt.remaining().isZero()) {
        throw StepFailure.passing(Claim.REFUSED, group, candidate, "time is over with " + left);
      }
      attempt.progress(left);
      LockSupport.parkNanos(LEAST_PAUSE.toNanos());
    }
  }

  private OpenReply ask(GroupRef group, String candidate, long epoch, List<FenceProof> proofs) {
    try {
      return sidecars.open(
          new OpenRequest(
              group.namespace(), group.name(), candidate, epoch, proofs, WAIT.toMillis()),
          CALL_LIMIT);
    } catch (SidecarException e) {
      throw StepFailure.passing(SIDECAR_UNAVAILABLE, group, candidate, e);
    }
  }
}
