package io.bloodraven.sidecar.lease;

import io.bloodraven.api.lease.FenceProof;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A claim whose write to the Lease is not answered yet. */
final class ClaimAttempt {
  /**
   * The record that the write replaces.
   *
   * @param believable whether it is of the highest epoch known to have been held
   */
  record Base(LeaseRecord lease, long firstSeenAt, boolean believable) {}

  final long epoch;
  final long giveUpAt;
  final List<Long> tickets = new ArrayList<>();
  final Map<FenceProof, Long> proofs = new HashMap<>();
  @Nullable Base base;
  int writes;

  ClaimAttempt(long epoch, long giveUpAt) {
    this.epoch = epoch;
    this.giveUpAt = giveUpAt;
  }

  /** Remembers from when on each proof is good: what it says is left counts from its arrival. */
  void add(long ticket, List<FenceProof> more, long now) {
    tickets.add(ticket);
    more.forEach(proof -> proofs.putIfAbsent(proof, now + Math.max(0, proof.residualMillis())));
  }
}
