package io.bloodraven.sidecar.lease;

import io.bloodraven.api.lease.Refusal;
import io.bloodraven.api.lease.VouchReply;
import io.bloodraven.api.lease.VouchRequest;
import org.jspecify.annotations.Nullable;

/** Vouching for another site's holder: a yes is a promise not to open above its epoch. */
final class Peer {
  private final LeaseState state;

  Peer(LeaseState state) {
    this.state = state;
  }

  void vouch(long ticket, VouchRequest request, long now) {
    Refusal refusal = refusal(request);
    if (refusal == Refusal.NONE) {
      state.stored = state.stored.taken(request.epoch(), request.holderSite());
      if (state.tenure != null) {
        state.endTenure("site " + request.holderSite() + " holds epoch " + request.epoch());
      }
      state.promise.give(request.epoch(), now, state.timings.hold());
    }
    state.answer(
        ticket,
        new VouchReply(
            refusal == Refusal.NONE, refusal, state.stored.highestEpoch(), state.replicating));
  }

  private Refusal refusal(VouchRequest request) {
    if (!state.self.isGroup(request.namespace(), request.group())
        || state.self.site().equals(request.holderSite())) {
      return Refusal.WRONG_TARGET;
    }
    if (!state.knowsEpochs()) {
      return Refusal.LEASE_UNREAD;
    }
    Tenure tenure = state.tenure;
    if (tenure != null && tenure.epoch >= request.epoch()) {
      return Refusal.HOLDS_LEASE;
    }
    if (request.epoch() < state.stored.highestEpoch()) {
      return Refusal.STALE_EPOCH;
    }
    return isSomebodyElse(request, state.seen.lease()) ? Refusal.NOT_HOLDER : Refusal.NONE;
  }

  /** Whether the Lease says that another pod holds that epoch. */
  private static boolean isSomebodyElse(VouchRequest request, @Nullable LeaseRecord lease) {
    return lease != null
        && lease.epoch() == request.epoch()
        && !(lease.holderSite().equals(request.holderSite())
            && lease.holderPodUid().equals(request.holderPodUid()));
  }
}
