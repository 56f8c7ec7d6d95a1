package io.bloodraven.workflows.failover;

import io.bloodraven.api.gtid.GtidSet;
import io.bloodraven.api.lease.FenceReply;
import io.bloodraven.workflows.decision.Candidate;
import java.util.List;
import java.util.Optional;

/**
 * Who is to be promoted.
 *
 * @param ranked the one, then those that have just as much
 * @param lesser candidates that lack something, only for a person to choose
 * @param known everything that some site is known to have
 * @param fence the old primary's acknowledgement, if it gave one
 * @param fromHeard whether the old primary's sidecar answered
 */
record Selection(
    Assessment assessment,
    List<Candidate> ranked,
    List<Candidate> lesser,
    GtidSet known,
    Optional<FenceReply> fence,
    boolean fromHeard) {
  /** What is known to be lost when that one is promoted. */
  GtidSet lossOf(Candidate candidate) {
    return known.subtract(candidate.received());
  }
}
