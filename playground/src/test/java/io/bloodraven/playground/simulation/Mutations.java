package io.bloodraven.playground.simulation;

import static io.bloodraven.playground.simulation.Mutation.covered;
import static io.bloodraven.playground.simulation.Mutation.found;
import static io.bloodraven.playground.simulation.Mutation.harmless;
import static io.bloodraven.playground.simulation.Mutation.lease;

import java.util.List;

/** The mistakes that the simulation is measured by. */
final class Mutations {
  private Mutations() {}

  static final List<Mutation> ALL =
      Mutation.list(
          found(
              "skip the promise wait",
              500,
              lease(
                  "LeaseState",
                  "Math.max(tenure.waitUntil, promise.until()) - now",
                  "tenure.waitUntil - now")),
          found(
              "skip the wait for the predecessor",
              500,
              lease(
                  "LeaseState",
                  "Math.max(tenure.waitUntil, promise.until()) - now",
                  "promise.until() - now")),
          found(
              "renew from after the reply",
              2000,
              lease(
                  "LeaseKeeper",
                  "holder.written(write);",
                  "holder.written(new PendingWrite(write.id(), now, write.epoch(), write.extendsLease()));")),
          found(
              "count vouches from the answer",
              2000,
              lease(
                  "Holder",
                  "extend(tenure, askedAt + state.timings.lease());",
                  "extend(tenure, now + state.timings.lease());")),
          found(
              "vouch after a claim",
              2000,
              lease(
                  "Peer",
                  "if (request.epoch() < state.stored.highestEpoch()) {",
                  "if (request.epoch() < 0) {")),
          found(
              "forget the epoch at restart",
              1000,
              lease(
                  "LeaseState",
                  "this.stored = remembered == null ? StoredState.EMPTY : remembered;",
                  "this.stored = StoredState.EMPTY;")),
          found(
              "drop the clock margin",
              2000,
              lease(
                  "LeaseTimings",
                  "return lease + (lease + 99) / 100 + CLOCK_MARGIN;",
                  "return lease;")),
          found(
              "accept an old epoch",
              2000,
              lease(
                  "Candidate",
                  "} else if (request.epoch() < state.stored.highestEpoch()) {",
                  "} else if (request.epoch() < 0) {"),
              lease(
                  "Candidate",
                  "if (lease.epoch() >= epoch || state.stored.takenEpoch() >= epoch) {",
                  "if (epoch < 0) {")),
          found(
              "count a successor pod as the holder",
              500,
              lease(
                  "LeaseKeeper",
                  "state = new LeaseState(self, timings, remembered, now);",
                  "state = new LeaseState(new Self(self.namespace(), self.group(), self.site(), \"\"), timings, remembered, now);")),
          found(
              "open before the Lease is taken",
              500,
              lease(
                  "Candidate",
                  "state.write(lease.withHolder(state.self, claim.epoch), claim.epoch, true, now);",
                  "state.write(lease.withHolder(state.self, claim.epoch), claim.epoch, true, now);"
                      + " take(claim, lease.withHolder(state.self, claim.epoch), now);")),
          found(
              "take the word of a holder that never opened as full proof",
              2000,
              lease("Fencing", "residual = last.waitedUntil() - now;", "residual = 0;")),
          found(
              "vouch with lost memory before reading the Lease",
              6000,
              lease("LeaseState", "return remembers || seen.everRead();", "return true;")),
          found(
              "a majority of peers instead of all",
              3000,
              lease(
                  "VouchRounds",
                  "return round.granted.containsAll(mustVouch) ?",
                  "return round.granted.size() * 2 >= mustVouch.size() ?")),
          found(
              "the old electorate while a change is in flight",
              10000,
              lease("Electorate", "sites.addAll(pending);", "")),
          found(
              "the new electorate before it is known to be in force",
              500,
              lease(
                  "Electorate",
                  "Set<String> sites = new LinkedHashSet<>(current);",
                  "Set<String> sites = new LinkedHashSet<>();")),
          // each change makes a new record, and whoever takes the Lease waits from its first sight
          harmless(
              "rounds of the old electorate after it changed",
              2000,
              lease(
                  "Holder",
                  "tenure.rounds.begin(round, now, asked);",
                  "tenure.rounds.begin(round, now, tenure.electorate.mustVouch());"),
              lease(
                  "VouchRounds",
                  "round.granted.containsAll(mustVouch)",
                  "round.granted.containsAll(round.asked)")),
          covered(
              "let a fenced holder stay the holder",
              "ignore a higher epoch",
              1000,
              lease(
                  "Fencing",
                  "state.endTenure(\"fenced at epoch \" + request.epoch() + \": \" + request.reason());",
                  "state.close(\"fenced\");")),
          covered(
              "ignore a higher epoch",
              "let a fenced holder stay the holder",
              1000,
              lease(
                  "Holder",
                  "if (state.stored.highestEpoch() > tenure.epoch) {",
                  "if (state.stored.highestEpoch() < 0) {"),
              lease("Doorkeeper", "&& state.stored.highestEpoch() == tenure.epoch", "")),
          found(
              "ignore that the lease runs out",
              100,
              lease(
                  "Doorkeeper",
                  "boolean expiring = now >= tenure.openUntil - state.timings.closeLead();",
                  "boolean expiring = false;")),
          covered(
              "no promise at start",
              "open at once after a restart without ever having opened",
              2000,
              lease(
                  "LeaseState",
                  "new Promise(now + timings.hold())",
                  "new Promise(LeaseTimings.NEVER)")),
          // whoever it vouches for waits until its lease has run out
          harmless(
              "vouch and stay the holder",
              2000,
              lease("Peer", "if (state.tenure != null) {", "if (state.tenure == null) {")),
          found(
              "count from the first sight of the epoch, not of the record",
              1000,
              lease(
                  "SeenLease",
                  "changedAt = now;\n    return true;",
                  "changedAt = known != null && known.epoch() == lease.epoch() ? changedAt : now;\n    return true;")),
          found(
              "leave the own promise out of the word",
              8000,
              lease(
                  "LeaseState",
                  "Math.max(ending.waitUntil, promise.until()));",
                  "ending.waitUntil);")),
          found(
              "take the word of any earlier holder",
              20000,
              lease("Tenure", "|| predecessor.epoch() != proof.heldEpoch()", "")),
          covered(
              "open at once after a restart without ever having opened",
              "no promise at start",
              2000,
              lease(
                  "Holder",
                  "long waitUntil = opened ? LeaseTimings.NEVER : now + state.timings.hold();",
                  "long waitUntil = LeaseTimings.NEVER;")),
          found(
              "let a site outside the electorate take the Lease",
              6000,
              lease("Candidate", "? Refusal.NOT_IN_ELECTORATE", "? Refusal.NONE")),
          found(
              "acknowledge a fence before the server is closed",
              2000,
              lease(
                  "Fencing",
                  "if (state.gate.is(Gate.Position.CLOSED)) {",
                  "if (!parked.contains(ticket)) {")),
          found(
              "take the sight of the own record for the answer to the last write",
              4000,
              lease(
                  "Candidate",
                  "tenure.lastWriteAt = now;",
                  "tenure.lastWriteAt = now; tenure.openUntil = now + timings.lease();")),
          found(
              "write a deleted Lease again without having asked anybody",
              10000,
              lease(
                  "Holder",
                  "boolean confirmed = tenure.confirmedAt >= state.seen.lostAt();",
                  "boolean confirmed = true;")),
          found(
              "leave a Lease that is gone to nobody once its holder is fenced",
              2000,
              lease("Holder", "bequeath(now);", "")));
}
