package io.bloodraven.sidecar.lease;

import io.bloodraven.api.health.ServerState;
import io.bloodraven.api.lease.OpenReply;
import io.bloodraven.api.lease.OpenRequest;
import io.bloodraven.api.lease.Refusal;
import java.util.ArrayList;
import java.util.List;

/** When the gate may open, and when it must close: section 2 and 3 of the contract. */
final class Doorkeeper {
  private static final long LONGEST_WAIT = 10_000;
  private static final long RETRY_AFTER = 250;

  private final LeaseState state;
  private final Candidate candidate;
  private final Fencing fencing;
  private final long adoptUntil;
  private final List<Long> stops = new ArrayList<>();
  private boolean stopping;
  private Refusal lastFailure = Refusal.SERVER_UNAVAILABLE;

  Doorkeeper(LeaseState state, Candidate candidate, Fencing fencing, long now) {
    this.state = state;
    this.candidate = candidate;
    this.fencing = fencing;
    // a server that an earlier life left open has its own deadline; this much is not cut off
    this.adoptUntil = now + state.timings.closeLead();
  }

  void open(long ticket, OpenRequest request, long now) {
    Tenure tenure = state.tenure;
    Refusal refusal = Refusal.NONE;
    if (!state.self.isTarget(request.namespace(), request.group(), request.site())) {
      refusal = Refusal.WRONG_TARGET;
    } else if (tenure == null || tenure.epoch != request.epoch()) {
      boolean stale = request.epoch() < state.stored.highestEpoch();
      refusal = stale ? Refusal.STALE_EPOCH : Refusal.NOT_HOLDER;
    }
    if (tenure == null || refusal != Refusal.NONE) {
      state.answer(ticket, new OpenReply(false, refusal, state.stored.highestEpoch(), 0, ""));
      return;
    }
    request
        .proofs()
        .forEach(proof ->
            candidate.acknowledge(tenure, proof, now + Math.max(0, proof.residualMillis())));
    tenure.wanted = true;
    long wait = Math.clamp(request.waitMillis(), 0, LONGEST_WAIT);
    tenure.openings.add(new Tenure.Opening(ticket, now + wait));
  }

  /** Closes for good, as far as this life goes. */
  void stop(long ticket) {
    stopping = true;
    stops.add(ticket);
    state.close("the sidecar ends");
  }

  /** Looks again whether the gate must close or may open; after every event. */
  void review(long now) {
    if (state.gate.is(Gate.Position.CLOSED)) {
      stops.forEach(ticket -> state.answer(ticket, new LeaseEvent.Stopped()));
      stops.clear();
    }
    Tenure tenure = state.tenure;
    if (tenure == null) {
      if (state.gate.is(Gate.Position.UNKNOWN)) {
        state.close("this site does not hold the lease");
      }
      return;
    }
    boolean expiring = now >= tenure.openUntil - state.timings.closeLead();
    boolean unknown = state.gate.is(Gate.Position.UNKNOWN);
    if (unknown && !state.stored.hasOpened(tenure.epoch, state.self)) {
      state.close("what an earlier life opened is over");
    } else if (expiring && !(unknown && now < adoptUntil)) {
      state.close("the lease runs out: neither vouches nor renewal");
    }
    if (!expiring && mayOpen(tenure, now)) {
      state.stored = state.stored.granted(tenure.epoch, state.self.podUid());
      long order = state.gate.open(state.nextId());
      state.emit(new LeaseAction.Open(order, tenure.epoch, tenure.openUntil));
    }
    answerDue(tenure, now);
  }

  private boolean mayOpen(Tenure tenure, long now) {
    return tenure.wanted
        && !stopping
        && state.stored.highestEpoch() == tenure.epoch
        && state.server == ServerState.UP
        && state.gate.canOpen(now)
        && state.waitFor(tenure, now) == 0;
  }

  private void answerDue(Tenure tenure, long now) {
    if (state.gate.is(Gate.Position.OPENING)) {
      return;
    }
    if (state.gate.is(Gate.Position.OPEN)) {
      answerAll(
          tenure,
          new OpenReply(
              true, Refusal.NONE, state.stored.highestEpoch(), 0, state.executed.gtids()));
      return;
    }
    boolean usable = state.server == ServerState.UP && !state.gate.isHeldOff(now);
    OpenReply notYet =
        new OpenReply(
            false,
            usable ? Refusal.NONE : unusable(now),
            state.stored.highestEpoch(),
            state.waitFor(tenure, now),
            "");
    tenure.openings.removeIf(opening -> {
      boolean due = now >= opening.answerBy();
      if (due) {
        state.answer(opening.ticket(), notYet);
      }
      return due;
    });
  }

  private Refusal unusable(long now) {
    return state.gate.isHeldOff(now) ? lastFailure : Refusal.SERVER_UNAVAILABLE;
  }

  private void answerAll(Tenure tenure, OpenReply reply) {
    List.copyOf(tenure.openings).forEach(opening -> state.answer(opening.ticket(), reply));
    tenure.openings.clear();
  }

  void opened(LeaseEvent.Opened event) {
    Tenure tenure = state.tenure;
    if (tenure == null || !isAnswer(event.order(), Gate.Position.OPENING)) {
      return;
    }
    state.gate.opened();
    state.executed.opened(event.gtidExecuted());
    state.emit(new LeaseAction.Extend(tenure.openUntil)); // it may have moved meanwhile
  }

  void openFailed(LeaseEvent.OpenFailed event, long now) {
    if (isAnswer(event.order(), Gate.Position.OPENING)) {
      state.gate.holdOff(now + RETRY_AFTER);
      lastFailure = event.reason();
      state.gate.unknown();
      state.close("opening failed half-way");
    }
  }

  void closed(LeaseEvent.Closed event, long now) {
    if (!isAnswer(event.order(), Gate.Position.CLOSING)) {
      return;
    }
    state.gate.closed();
    state.executed.closed(event.gtidExecuted());
    fencing.closed(now);
  }

  private boolean isAnswer(long order, Gate.Position expected) {
    return state.gate.isOrdered(order) && state.gate.is(expected);
  }

  void serverSeen(LeaseEvent.ServerSeen seen, long now) {
    state.server = seen.state();
    state.replicating = seen.replicating();
    Gate gate = state.gate;
    state.executed.seen(seen, gate.isOrdered(seen.order()));
    if (seen.state() == ServerState.DEAD) {
      gate.closed(); // it boots closed
      fencing.closed(now);
    } else if (seen.state() == ServerState.UP && gate.isOrdered(seen.order())) {
      if (gate.is(Gate.Position.UNKNOWN) && !seen.writable()) {
        gate.closed();
        fencing.closed(now);
      } else if (gate.is(Gate.Position.CLOSED) && seen.writable()) {
        gate.unknown();
        state.close("found open without a lease");
      } else if (gate.is(Gate.Position.OPEN) && !seen.writable()) {
        gate.holdOff(now + RETRY_AFTER);
        lastFailure = Refusal.SERVER_UNAVAILABLE;
        gate.closed(); // a dead-man's switch, or a person; review opens it if it still may be
      }
    }
  }
}
