package io.bloodraven.sidecar.lease;

import io.bloodraven.api.lease.ClaimReply;
import io.bloodraven.api.lease.ClaimRequest;
import io.bloodraven.api.lease.FenceProof;
import io.bloodraven.api.lease.Refusal;
import org.jspecify.annotations.Nullable;

/** Taking the Lease at a new epoch: from the record it read, by compare-and-swap. */
final class Candidate {
  private static final long GIVE_UP_AFTER = 1_800;
  private static final int MOST_WRITES = 6;

  private final LeaseState state;

  Candidate(LeaseState state) {
    this.state = state;
  }

  void claim(long ticket, ClaimRequest request, long now) {
    Tenure tenure = state.tenure;
    ClaimAttempt running = state.claim;
    if (!state.self.isTarget(request.namespace(), request.group(), request.site())) {
      state.answer(ticket, refused(state, Refusal.WRONG_TARGET));
    } else if (tenure != null && tenure.epoch == request.epoch()) {
      request
          .proofs()
          .forEach(proof -> acknowledge(tenure, proof, now + Math.max(0, proof.residualMillis())));
      state.answer(ticket, taken(tenure, now));
    } else if (running != null && running.epoch == request.epoch()) {
      running.add(ticket, request.proofs(), now);
    } else if (request.epoch() < state.stored.highestEpoch()) {
      state.answer(ticket, refused(state, Refusal.STALE_EPOCH));
    } else {
      begin(ticket, request, now);
    }
  }

  private void begin(long ticket, ClaimRequest request, long now) {
    Refusal refusal = refusal(state.seen.lease(), request.epoch());
    if (refusal != Refusal.NONE) {
      state.answer(ticket, refused(state, refusal));
      state.emit(new LeaseAction.ReadLease());
      return;
    }
    drop(state, Refusal.STALE_EPOCH);
    state.stored = state.stored.seen(request.epoch());
    state.endTenure("this site claims epoch " + request.epoch());
    ClaimAttempt claim = new ClaimAttempt(request.epoch(), now + GIVE_UP_AFTER);
    claim.add(ticket, request.proofs(), now);
    state.claim = claim;
    write(claim, now);
  }

  private Refusal refusal(@Nullable LeaseRecord lease, long epoch) {
    if (lease == null) {
      return Refusal.LEASE_UNREAD;
    }
    // a restored record may be older than what is known to have been held
    if (lease.epoch() >= epoch || state.stored.takenEpoch() >= epoch) {
      return Refusal.LEASE_TAKEN;
    }
    String site = state.self.site();
    // where the record lies, the list last believed in must allow it as well
    boolean outsider =
        state.isVoid(lease)
            && !state.stored.electorate().isEmpty()
            && !state.stored.electorate().contains(site);
    return outsider || !lease.electorate().contains(site)
        ? Refusal.NOT_IN_ELECTORATE
        : Refusal.NONE;
  }

  private void write(ClaimAttempt claim, long now) {
    LeaseRecord lease = state.seen.lease();
    Refusal refusal = refusal(lease, claim.epoch);
    if (lease == null || refusal != Refusal.NONE || claim.writes == MOST_WRITES) {
      drop(state, refusal == Refusal.NONE ? Refusal.API_UNAVAILABLE : refusal);
      return;
    }
    ClaimAttempt.Base base = claim.base;
    if (base == null || !base.lease().version().equals(lease.version())) {
      claim.base = new ClaimAttempt.Base(lease, state.seen.changedAt(), !state.isVoid(lease));
    }
    claim.writes++;
    state.write(lease.withHolder(state.self, claim.epoch), claim.epoch, true, now);
  }

  /** The Lease was read again: the claim goes on from there if its write is not in flight. */
  void leaseRead(long now) {
    ClaimAttempt claim = state.claim;
    if (claim != null && state.write == null) {
      write(claim, now);
    }
  }

  void tick(long now) {
    ClaimAttempt claim = state.claim;
    if (claim != null && now >= claim.giveUpAt) {
      drop(state, Refusal.API_UNAVAILABLE);
    }
  }

  /**
   * The Lease names this pod at the claimed epoch: only a write of its own can have done that, but
   * it may be one of an attempt given up long ago. Only the answer to a write says when it was sent
   * and so counts as a renewal.
   */
  void take(ClaimAttempt claim, LeaseRecord lease, long now) {
    ClaimAttempt.Base base = claim.base;
    if (base == null) {
      return;
    }
    LeaseTimings timings = state.timings;
    Electorate electorate =
        new Electorate(state.self.site(), lease.electorate(), lease.dropped(), now);
    Tenure tenure =
        new Tenure(
            claim.epoch,
            electorate,
            base.firstSeenAt() + timings.hold(),
            base.believable() ? base.lease() : null);
    claim.proofs.forEach((proof, validFrom) -> acknowledge(tenure, proof, validFrom));
    if (base.lease().isHeldBy(state.self)) {
      FenceProof own = Fencing.proof(state, base.lease().epoch(), now);
      acknowledge(tenure, own, now + own.residualMillis());
    }
    tenure.lastWriteAt = now;
    state.tenure = tenure;
    state.claim = null;
    claim.tickets.forEach(ticket -> state.answer(ticket, taken(tenure, now)));
  }

  void acknowledge(Tenure tenure, FenceProof proof, long validFrom) {
    if (tenure.acknowledge(proof, validFrom)) {
      state.promise.release(proof.heldEpoch());
    }
  }

  /** Gives a running claim up; should its write still arrive, the Lease will show it. */
  static void drop(LeaseState state, Refusal refusal) {
    ClaimAttempt claim = state.claim;
    if (claim != null) {
      state.claim = null;
      claim.tickets.forEach(ticket -> state.answer(ticket, refused(state, refusal)));
    }
  }

  private ClaimReply taken(Tenure tenure, long now) {
    return new ClaimReply(
        true, Refusal.NONE, state.stored.highestEpoch(), state.waitFor(tenure, now));
  }

  private static ClaimReply refused(LeaseState state, Refusal refusal) {
    return new ClaimReply(false, refusal, state.stored.highestEpoch(), 0);
  }
}
