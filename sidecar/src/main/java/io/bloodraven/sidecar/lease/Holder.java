package io.bloodraven.sidecar.lease;

import io.bloodraven.api.lease.Refusal;
import io.bloodraven.api.lease.VouchReply;
import io.bloodraven.api.lease.VouchRequest;
import java.util.List;
import java.util.Set;

/** Staying the holder: vouches, renewals, the electorate. */
final class Holder {
  private final LeaseState state;
  private final Candidate candidate;
  private long bequeathedAt = LeaseTimings.NEVER;

  Holder(LeaseState state, Candidate candidate) {
    this.state = state;
    this.candidate = candidate;
  }

  /** At start: what this pod was granted before it restarted, from the disk alone. */
  void resumeFromStore(long now) {
    StoredState stored = state.stored;
    if (stored.highestEpoch() > 0 && stored.hasOpened(stored.highestEpoch(), state.self)) {
      resume(stored.highestEpoch(), stored.electorate(), stored.dropped(), now);
    }
  }

  private void resume(long epoch, List<String> sites, List<String> dropped, long now) {
    boolean opened = state.stored.hasOpened(epoch, state.self);
    long waitUntil = opened ? LeaseTimings.NEVER : now + state.timings.hold();
    Electorate electorate = new Electorate(state.self.site(), sites, dropped, now);
    Tenure tenure = new Tenure(epoch, electorate, waitUntil, null);
    tenure.wanted = opened;
    state.tenure = tenure;
    if (opened) {
      state.promise.clear();
    }
  }

  /** Another Lease record than before was seen. */
  void leaseChanged(LeaseRecord lease, long now) {
    if (state.isVoid(lease)) {
      return;
    }
    state.stored = state.stored.taken(lease.epoch(), lease.holderSite());
    boolean mine = lease.isHeldBy(state.self);
    Tenure tenure = state.tenure;
    if (tenure != null && mine && lease.epoch() == tenure.epoch) {
      tenure.electorate.settle(lease, now);
    } else if (tenure != null) {
      state.endTenure(
          "the Lease names " + lease.holderSite() + " as the holder of epoch " + lease.epoch());
    } else if (mine && lease.epoch() == state.stored.highestEpoch()) {
      ClaimAttempt claim = state.claim;
      if (claim == null) {
        resume(lease.epoch(), lease.electorate(), lease.dropped(), now);
      } else if (claim.epoch == lease.epoch()) {
        candidate.take(claim, lease, now);
      }
    }
    state.stored = state.stored.electing(lease.electorate(), lease.dropped());
  }

  void tick(long now) {
    Tenure tenure = state.tenure;
    if (tenure == null) {
      bequeath(now);
      return;
    }
    if (state.stored.highestEpoch() > tenure.epoch) {
      state.endTenure("epoch " + state.stored.highestEpoch() + " was seen");
      return;
    }
    if (now - tenure.lastRoundAt >= state.timings.peerInterval()) {
      askPeers(tenure, now);
    }
    if (state.write == null && now - tenure.lastWriteAt >= state.timings.peerInterval()) {
      writeLease(tenure, now);
    }
  }

  private void askPeers(Tenure tenure, long now) {
    tenure.lastRoundAt = now;
    Set<String> asked = tenure.electorate.asked();
    if (tenure.electorate.mustVouch().isEmpty()) {
      tenure.confirmedAt = now;
      extend(tenure, now + state.timings.lease());
    }
    if (asked.isEmpty()) {
      return;
    }
    long round = state.nextId();
    tenure.rounds.begin(round, now, asked);
    Self self = state.self;
    state.emit(
        new LeaseAction.AskVouch(
            round,
            asked,
            new VouchRequest(
                self.namespace(), self.group(), self.site(), self.podUid(), tenure.epoch)));
  }

  void vouched(long round, String site, VouchReply reply, long now) {
    Tenure tenure = state.tenure;
    if (tenure == null || !reply.granted()) {
      return;
    }
    tenure.electorate.vouched(site, reply.replicating(), now);
    long askedAt = tenure.rounds.granted(round, site, tenure.electorate.mustVouch());
    if (askedAt > LeaseTimings.NEVER) {
      tenure.confirmedAt = Math.max(tenure.confirmedAt, askedAt);
      extend(tenure, askedAt + state.timings.lease());
    }
  }

  /** The one write that is most wanted now, if any. */
  private void writeLease(Tenure tenure, long now) {
    LeaseRecord lease = state.seen.lease();
    if (lease == null) {
      if (state.seen.isMissing()) {
        restore(tenure, "", now);
      }
    } else if (state.isVoid(lease)) {
      if (!lease.hasHolder()) {
        restore(tenure, lease.version(), now); // deleted and created anew behind its back
      }
    } else if (lease.isHeldBy(state.self) && lease.epoch() == tenure.epoch) {
      var change = tenure.electorate.propose(lease, state.timings, now);
      if (change.isPresent()) {
        state.stored =
            state.stored.electing(tenure.electorate.binding(), tenure.electorate.dropped());
        write(tenure, change.get(), true, now);
      } else if (tenure.openUntil - now < state.timings.lease() - state.timings.renewAfter()
          || !tenure.electorate.isSettled()) {
        write(tenure, lease, true, now);
      }
    }
  }

  /**
   * Writes a Lease that is gone. Whether somebody had taken it before it went, only the others can
   * say: without all their vouches since then it comes back without a holder, for a claim to take.
   */
  private void restore(Tenure tenure, String version, long now) {
    boolean confirmed = tenure.confirmedAt >= state.seen.lostAt();
    if (!confirmed && now < tenure.openUntil) {
      return; // they may still say so
    }
    LeaseRecord lease =
        new LeaseRecord(
            version,
            tenure.epoch,
            confirmed ? state.self.site() : "",
            confirmed ? state.self.podUid() : "",
            tenure.electorate.binding(),
            tenure.electorate.dropped());
    write(tenure, lease, false, now);
  }

  /**
   * A holder that was fenced is none any more, and without a Lease nobody can be its successor: so
   * it leaves one without a holder, for the next claim to take. Not before a holder of which it has
   * not heard would have written its own.
   */
  private void bequeath(long now) {
    boolean wanted = state.seen.isMissing() && state.claim == null && state.write == null;
    boolean due =
        now - state.seen.changedAt() >= state.timings.hold()
            && now - bequeathedAt >= state.timings.peerInterval();
    StoredState stored = state.stored;
    // nobody is known here to have held the Lease after this site
    boolean last = stored.takenSite().equals(state.self.site());
    if (wanted && due && last) {
      bequeathedAt = now;
      long epoch = stored.takenEpoch();
      state.write(
          new LeaseRecord("", epoch, "", "", stored.electorate(), stored.dropped()),
          epoch,
          false,
          now);
    }
  }

  private void write(Tenure tenure, LeaseRecord lease, boolean extendsLease, long now) {
    tenure.lastWriteAt = now;
    state.write(lease, tenure.epoch, extendsLease, now);
  }

  void written(PendingWrite write) {
    Tenure tenure = state.tenure;
    if (tenure != null && write.extendsLease() && write.epoch() == tenure.epoch) {
      extend(tenure, write.sentAt() + state.timings.lease());
    }
  }

  private void extend(Tenure tenure, long until) {
    if (until <= tenure.openUntil) {
      return;
    }
    tenure.openUntil = until;
    if (state.gate.is(Gate.Position.OPEN)) {
      state.emit(new LeaseAction.Extend(until));
    }
  }

  /**
   * The clock was stepped or the machine slept: nobody knows how long the lease still runs, so it
   * has run out, and no answer to a question asked before extends it.
   */
  void expire() {
    Tenure tenure = state.tenure;
    if (tenure != null) {
      tenure.openUntil = LeaseTimings.NEVER;
      tenure.rounds.forget();
      tenure.lastRoundAt = LeaseTimings.NEVER;
    }
    state.write = null;
    Candidate.drop(state, Refusal.API_UNAVAILABLE);
  }
}
