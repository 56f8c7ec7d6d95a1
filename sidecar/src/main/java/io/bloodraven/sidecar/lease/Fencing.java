package io.bloodraven.sidecar.lease;

import io.bloodraven.api.health.ServerState;
import io.bloodraven.api.lease.FenceProof;
import io.bloodraven.api.lease.FenceReply;
import io.bloodraven.api.lease.FenceRequest;
import io.bloodraven.api.lease.Refusal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fences asked for from outside, and what an acknowledgement of this site is worth. */
final class Fencing {
  private final LeaseState state;
  private final List<Long> parked = new ArrayList<>();

  Fencing(LeaseState state) {
    this.state = state;
  }

  void fence(long ticket, FenceRequest request, long now) {
    Refusal refusal = refusal(request);
    if (refusal != Refusal.NONE) {
      state.answer(ticket, reply(false, refusal, null));
      return;
    }
    state.stored = state.stored.seen(request.epoch()).fencedFor(request.reason());
    Candidate.drop(state, Refusal.STALE_EPOCH);
    state.endTenure("fenced at epoch " + request.epoch() + ": " + request.reason());
    if (state.gate.is(Gate.Position.CLOSED)) {
      acknowledge(ticket, now);
    } else {
      parked.add(ticket);
    }
  }

  private Refusal refusal(FenceRequest request) {
    if (!state.self.isTarget(request.namespace(), request.group(), request.site())) {
      return Refusal.WRONG_TARGET;
    }
    if (request.epoch() < state.stored.highestEpoch()) {
      return Refusal.STALE_EPOCH;
    }
    Tenure tenure = state.tenure;
    ClaimAttempt claim = state.claim;
    if ((tenure != null && tenure.epoch >= request.epoch())
        || (claim != null && claim.epoch >= request.epoch())) {
      return Refusal.HOLDS_LEASE;
    }
    return request.onlyIfDead() && state.server != ServerState.DEAD
        ? Refusal.SERVER_ALIVE
        : Refusal.NONE;
  }

  /** The gate is proven closed: whoever waited for that is answered. */
  void closed(long now) {
    parked.forEach(ticket -> acknowledge(ticket, now));
    parked.clear();
  }

  private void acknowledge(long ticket, long now) {
    LeaseRecord lease = state.seen.lease();
    Relinquished last = state.relinquished;
    long held =
        lease != null && lease.isHeldBy(state.self) && !state.isVoid(lease)
            ? lease.epoch()
            : last == null ? 0 : last.epoch();
    boolean proves = held > 0 && held < state.stored.highestEpoch();
    state.answer(ticket, reply(true, Refusal.NONE, proves ? proof(state, held, now) : null));
  }

  /**
   * This pod's word that it is closed at {@code epoch} and stays so. One that never opened proves
   * nothing about its own predecessor: its word carries what it had itself still to wait for.
   */
  static FenceProof proof(LeaseState state, long epoch, long now) {
    Relinquished last = state.relinquished;
    long residual;
    if (state.stored.hasOpened(epoch, state.self)) {
      residual = 0;
    } else if (last != null && last.epoch() == epoch) {
      residual = last.waitedUntil() - now;
    } else {
      residual = state.timings.hold();
    }
    long bounded = Math.clamp(residual, 0, state.timings.hold());
    return new FenceProof(state.self.site(), state.self.podUid(), epoch, bounded);
  }

  private FenceReply reply(boolean fenced, Refusal refusal, @Nullable FenceProof proof) {
    return new FenceReply(
        fenced,
        refusal,
        state.stored.highestEpoch(),
        proof,
        state.server,
        state.executed.gtids(),
        state.executed.isExact());
  }
}
