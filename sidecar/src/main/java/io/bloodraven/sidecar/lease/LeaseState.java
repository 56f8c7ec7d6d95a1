package io.bloodraven.sidecar.lease;

import io.bloodraven.api.health.ServerState;
import io.bloodraven.api.lease.OpenReply;
import io.bloodraven.api.lease.Refusal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the parts of a {@link LeaseKeeper} share: the state of section 1 of the contract. */
final class LeaseState {
  final Self self;
  final LeaseTimings timings;
  final SeenLease seen = new SeenLease();
  final Promise promise;
  final Gate gate;
  StoredState stored;
  ServerState server = ServerState.STARTING;
  final Executed executed = new Executed();
  boolean replicating;
  @Nullable Tenure tenure;
  @Nullable ClaimAttempt claim;
  @Nullable PendingWrite write;
  @Nullable Relinquished relinquished;

  private final boolean remembers;
  private final List<LeaseAction> actions = new ArrayList<>();
  private StoredState persisted;
  private long ids;

  /**
   * @param remembered what the epoch store holds, null when it was lost
   */
  LeaseState(Self self, LeaseTimings timings, @Nullable StoredState remembered, long now) {
    this.self = self;
    this.timings = timings;
    this.remembers = remembered != null;
    this.stored = remembered == null ? StoredState.EMPTY : remembered;
    this.persisted = stored;
    this.promise = new Promise(now + timings.hold());
    // mysqld boots closed, and only a sidecar of this pod can have opened it
    boolean maybeOpened = stored.grantPodUid().equals(self.podUid());
    this.gate = new Gate(maybeOpened ? Gate.Position.UNKNOWN : Gate.Position.CLOSED);
  }

  /** Whether it knows which epochs it may speak about: from the disk or from the Lease. */
  boolean knowsEpochs() {
    return remembers || seen.everRead();
  }

  /** A record of a lower epoch than one already held: restored or edited, void for this sidecar. */
  boolean isVoid(LeaseRecord lease) {
    return lease.epoch() < stored.takenEpoch();
  }

  long nextId() {
    return ++ids;
  }

  void emit(LeaseAction action) {
    actions.add(action);
  }

  void answer(long ticket, Record reply) {
    emit(new LeaseAction.Answer(ticket, reply));
  }

  /** Has the Lease written; there is one write at a time. */
  void write(LeaseRecord lease, long epoch, boolean extendsLease, long now) {
    PendingWrite sent = new PendingWrite(nextId(), now, epoch, extendsLease);
    write = sent;
    emit(new LeaseAction.WriteLease(sent.id(), lease));
  }

  /** The longest that must still go by before {@code tenure} may open. */
  long waitFor(Tenure tenure, long now) {
    return Math.max(0, Math.max(tenure.waitUntil, promise.until()) - now);
  }

  /** Stops being the holder, for good: this epoch will not be opened here again. */
  void endTenure(String reason) {
    Tenure ending = tenure;
    if (ending != null) {
      boolean opened = stored.hasOpened(ending.epoch, self);
      relinquished =
          new Relinquished(
              ending.epoch,
              opened ? LeaseTimings.NEVER : Math.max(ending.waitUntil, promise.until()));
      tenure = null;
      for (Tenure.Opening opening : ending.openings) {
        answer(
            opening.ticket(),
            new OpenReply(false, Refusal.NOT_HOLDER, stored.highestEpoch(), 0, ""));
      }
    }
    close(reason);
  }

  /** Orders the gate shut unless it is, or is about to be. */
  void close(String reason) {
    if (gate.mayBeOpen()) {
      emit(new LeaseAction.Close(gate.close(nextId()), reason));
    }
  }

  /**
   * Hands out what is to be done. Closing comes first, for it must happen whatever the disk does;
   * what changed in the stored state comes next, so that nothing is said or done before it is safe.
   */
  List<LeaseAction> drain() {
    if (!stored.equals(persisted)) {
      actions.add(new LeaseAction.Persist(stored));
      persisted = stored;
    }
    actions.sort(Comparator.comparingInt(LeaseState::rank)); // stable: the rest keeps its order
    List<LeaseAction> drained = List.copyOf(actions);
    actions.clear();
    return drained;
  }

  private static int rank(LeaseAction action) {
    return switch (action) {
      case LeaseAction.Close _ -> 0;
      case LeaseAction.Persist _ -> 1;
      default -> 2;
    };
  }
}
