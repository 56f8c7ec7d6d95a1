package io.bloodraven.workflows.failover;

import io.bloodraven.api.gtid.GtidSet;
import io.bloodraven.api.health.ServerState;
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

  /**
   * What is against promoting the first when nothing may be lost; empty when it is proven to lack
   * nothing. A server that lives, if only stalled, was asked or writes nothing; of one that has
   * died since it was asked only the exact set tells what it had.
   *
   * @param wantsProof whether what such a one was last seen to have is not enough
   */
  Optional<String> doubt(boolean wantsProof) {
    if (fence.isEmpty()) {
      return Optional.of("nobody can say what would be");
    }
    GtidSet loss = lossOf(ranked.getFirst());
    if (!loss.isEmpty()) {
      return Optional.of(loss + " would be");
    }
    return wantsProof && hasDiedSince(fence.get())
        ? Optional.of("what the old primary executed at last is not known")
        : Optional.empty();
  }

  private static boolean hasDiedSince(FenceReply fence) {
    return !fence.exact()
        && (fence.server() == ServerState.DEAD || fence.server() == ServerState.STARTING);
  }
}
