package io.bloodraven.sidecar.lease;

import io.bloodraven.api.lease.FenceProof;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Being the holder of one epoch: how long it may be open, and how long it must not open yet. */
final class Tenure {
  /** A request to open that waits for the lease to allow it. */
  record Opening(long ticket, long answerBy) {}

  final long epoch;
  final Electorate electorate;
  final VouchRounds rounds = new VouchRounds();
  final List<Opening> openings = new ArrayList<>();

  /** Record that was replaced, when its holder's acknowledgement can still shorten the wait. */
  private final @Nullable LeaseRecord replaced;

  /** Own right to be open. */
  long openUntil = LeaseTimings.NEVER;

  /** Until then the predecessor may be open. */
  long waitUntil;

  /** Whether somebody asked for it to be open, or it already was at this epoch. */
  boolean wanted;

  /** When the last round that was answered with yes by all was asked. */
  long confirmedAt = LeaseTimings.NEVER;

  long lastRoundAt = LeaseTimings.NEVER;
  long lastWriteAt = LeaseTimings.NEVER;

  Tenure(long epoch, Electorate electorate, long waitUntil, @Nullable LeaseRecord replaced) {
    this.epoch = epoch;
    this.electorate = electorate;
    this.waitUntil = waitUntil;
    this.replaced = replaced;
  }

  /**
   * Takes the acknowledgement of the very pod that held the record this tenure replaced; of nobody
   * else, for a successor of that pod knows nothing.
   *
   * @param validFrom when what that holder had itself to wait for has passed
   * @return whether it proves anything
   */
  boolean acknowledge(FenceProof proof, long validFrom) {
    LeaseRecord predecessor = replaced;
    if (predecessor == null
        || !predecessor.hasHolder()
        || predecessor.epoch() != proof.heldEpoch()
        || !predecessor.holderSite().equals(proof.holderSite())
        || !predecessor.holderPodUid().equals(proof.holderPodUid())) {
      return false;
    }
    waitUntil = Math.min(waitUntil, validFrom);
    return true;
  }
}
