package io.bloodraven.sidecar.lease;

import io.bloodraven.api.health.LeaseView;
import io.bloodraven.api.lease.Refusal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The write lease of one site. It hears events and says what is to be done; it has no clock, no
 * thread and does no I/O, so that the very same code runs in production and in a simulation.
 *
 * <p>Every {@code now} is in milliseconds on one monotonic clock, the same for every call. Not safe
 * for use by several threads.
 *
 * <p>Invariant: an {@link LeaseAction.Open} is given only while this pod holds the Lease at the
 * highest epoch it has seen, every predecessor is proven closed or its lease has run out, and the
 * own lease runs.
 */
public final class LeaseKeeper {
  private static final long CLOCK_STEP = 500;
  private static final long WRITE_TIMEOUT = 2_000;
  private static final long SLOW_READS = 30;

  private final LeaseState state;
  private final Peer peer;
  private final Fencing fencing;
  private final Candidate candidate;
  private final Holder holder;
  private final Doorkeeper doorkeeper;
  private long lastTickAt = LeaseTimings.NEVER;
  private long lastWallMillis;
  private long lastReadAt = LeaseTimings.NEVER;

  /**
   * @param remembered what the epoch store holds, null when it is lost or new
   * @param now when the sidecar started
   */
  public LeaseKeeper(Self self, LeaseTimings timings, @Nullable StoredState remembered, long now) {
    state = new LeaseState(self, timings, remembered, now);
    peer = new Peer(state);
    fencing = new Fencing(state);
    candidate = new Candidate(state);
    holder = new Holder(state, candidate);
    doorkeeper = new Doorkeeper(state, candidate, fencing, now);
    holder.resumeFromStore(now);
  }

  /** Takes in one event and returns what is to be done about it, in order. */
  public List<LeaseAction> on(LeaseEvent event, long now) {
    switch (event) {
      case LeaseEvent.Tick tick -> tick(tick, now);
      case LeaseEvent.LeaseRead read -> leaseRead(read.lease(), read.askedAt(), now);
      case LeaseEvent.LeaseMissing missing -> state.seen.missing(missing.askedAt(), now);
      case LeaseEvent.LeaseWritten written -> leaseWritten(written, now);
      case LeaseEvent.LeaseWriteRefused refused -> writeRefused(refused, now);
      case LeaseEvent.LeaseWriteUnknown unknown -> writeFailed(unknown.write(), now);
      case LeaseEvent.VouchAsked asked -> peer.vouch(asked.ticket(), asked.request(), now);
      case LeaseEvent.VouchAnswered answered ->
          holder.vouched(answered.round(), answered.site(), answered.reply(), now);
      case LeaseEvent.ClaimAsked asked -> candidate.claim(asked.ticket(), asked.request(), now);
      case LeaseEvent.OpenAsked asked -> doorkeeper.open(asked.ticket(), asked.request(), now);
      case LeaseEvent.FenceAsked asked -> fencing.fence(asked.ticket(), asked.request(), now);
      case LeaseEvent.StopAsked asked -> doorkeeper.stop(asked.ticket());
      case LeaseEvent.ServerSeen seen -> doorkeeper.serverSeen(seen, now);
      case LeaseEvent.Opened opened -> doorkeeper.opened(opened);
      case LeaseEvent.OpenFailed failed -> doorkeeper.openFailed(failed, now);
      case LeaseEvent.Closed closed -> doorkeeper.closed(closed, now);
    }
    doorkeeper.review(now);
    return state.drain();
  }

  private void tick(LeaseEvent.Tick tick, long now) {
    if (lastTickAt > LeaseTimings.NEVER) {
      long step = (tick.wallMillis() - lastWallMillis) - (now - lastTickAt);
      if (Math.abs(step) > CLOCK_STEP) {
        holder.expire();
      }
    }
    lastTickAt = now;
    lastWallMillis = tick.wallMillis();
    PendingWrite write = state.write;
    if (write != null && now - write.sentAt() > WRITE_TIMEOUT) {
      writeFailed(write.id(), now);
    }
    candidate.tick(now);
    holder.tick(now);
    long interval = state.timings.peerInterval();
    if (now - lastReadAt >= (wantsLease(now) ? interval : SLOW_READS * interval)) {
      readLease(now);
    }
  }

  /** Whether what is known of the Lease is not enough; a healthy group never asks for it. */
  private boolean wantsLease(long now) {
    Tenure tenure = state.tenure;
    LeaseRecord lease = state.seen.lease();
    if (lease == null || (state.claim != null && state.write == null)) {
      return true;
    }
    if (tenure != null) {
      return !tenure.electorate.isSettled() || state.isVoid(lease);
    }
    // a candidate that nobody asks for vouches wants to know whether the holder renews instead
    return lease.electorate().contains(state.self.site())
        && now - state.promise.givenAt() > 2 * state.timings.peerInterval();
  }

  private void readLease(long now) {
    lastReadAt = now;
    state.emit(new LeaseAction.ReadLease());
  }

  private void leaseRead(LeaseRecord lease, long askedAt, long now) {
    if (state.seen.accept(lease, askedAt, now)) {
      holder.leaseChanged(lease, now);
    }
    candidate.leaseRead(now);
  }

  private void leaseWritten(LeaseEvent.LeaseWritten written, long now) {
    PendingWrite write = state.write;
    if (write == null || write.id() != written.write()) {
      leaseRead(written.lease(), LeaseEvent.WATCHED, now);
      return;
    }
    state.write = null;
    leaseRead(written.lease(), LeaseEvent.WATCHED, now); // may make it the holder
    holder.written(write);
  }

  private void writeRefused(LeaseEvent.LeaseWriteRefused refused, long now) {
    PendingWrite write = state.write;
    if (refused.forbidden() && write != null && write.id() == refused.write()) {
      Candidate.drop(state, Refusal.API_FORBIDDEN); // asking again changes nothing
    }
    writeFailed(refused.write(), now);
  }

  private void writeFailed(long id, long now) {
    PendingWrite write = state.write;
    if (write != null && write.id() == id) {
      state.write = null;
      readLease(now);
    }
  }

  /** What a heartbeat says of the lease. */
  public LeaseView view(long now) {
    LeaseRecord lease = state.seen.lease();
    Tenure tenure = state.tenure;
    boolean open = tenure != null && state.gate.is(Gate.Position.OPEN);
    return new LeaseView(
        state.stored.highestEpoch(),
        tenure == null ? 0 : tenure.epoch,
        tenure != null && open ? Math.max(0, tenure.openUntil - now) : 0,
        lease == null ? 0 : lease.epoch(),
        lease == null ? "" : lease.holderSite(),
        lease == null ? "" : lease.holderPodUid(),
        lease == null ? state.stored.electorate() : lease.electorate(),
        lease == null ? -1 : now - state.seen.changedAt(),
        state.promise.givenAt() == LeaseTimings.NEVER ? -1 : now - state.promise.givenAt());
  }

  /** Whether the gate is open for writes by this keeper's order. */
  public boolean isOpen() {
    return state.gate.is(Gate.Position.OPEN);
  }
}
