package io.bloodraven.workflows.failover;

import java.util.Map;

/**
 * What became of a failover.
 *
 * @param epoch epoch of the new primary; without one, the highest that was tried or seen
 * @param to site that is open now, empty when none was opened
 * @param gtidExecuted set of the new primary at the moment of opening
 * @param knownLoss GTIDs known to exist elsewhere and not at the new primary, empty when none is
 * @param phaseMillis how long each phase took, in order
 * @param routed whether labels, DNS and taints follow the new primary already
 * @param message for people
 */
public record FailoverResult(
    Outcome outcome,
    long epoch,
    String to,
    String gtidExecuted,
    String knownLoss,
    Map<String, Long> phaseMillis,
    boolean routed,
    String message) {

  /** How it ended. */
  public enum Outcome {
    /** The candidate is open for writes. */
    PROMOTED,
    /** The old primary turned out to be alive and open: nothing was done. */
    NOT_NEEDED,
    /** No site can be promoted now. */
    NO_CANDIDATE,
    /** An epoch as high or higher has been seen; a new plan is needed. */
    SUPERSEDED,
    /** A person gave it up. */
    ABORTED
  }
}
