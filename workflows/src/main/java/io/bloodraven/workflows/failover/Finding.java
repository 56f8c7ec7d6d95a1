package io.bloodraven.workflows.failover;

import io.bloodraven.api.gtid.GtidSet;
import io.bloodraven.api.health.Heartbeat;
import io.bloodraven.api.health.LeaseView;
import io.bloodraven.api.health.ServerState;
import io.bloodraven.api.lease.FenceReply;
import io.bloodraven.workflows.decision.Candidate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What an assessment means for a plan. Pure. */
sealed interface Finding {
  /** The old primary is alive and well: nothing is to be done. */
  record NotNeeded(String message) implements Finding {}

  /** A higher epoch is in force or under way. */
  record Superseded(long epochSeen) implements Finding {}

  /** The old primary lives and takes no write, but has what no candidate has. */
  record WouldLose(String message) implements Finding {}

  /**
   * The failover goes on.
   *
   * @param fence answer of a dead old primary, which is fenced by that; empty when it is still to
   *     be fenced
   * @param fromHeard whether the old primary's sidecar answered
   */
  record GoOn(Optional<FenceReply> fence, boolean fromHeard) implements Finding {}

  /** Reads an assessment. */
  static Finding of(FailoverPlan plan, Assessment assessment) {
    List<Heartbeat> heard = heard(assessment).toList();
    long highest =
        heard.stream()
            .map(Heartbeat::lease)
            .mapToLong(lease -> Math.max(lease.highestEpoch(), lease.leaseEpoch()))
            .max()
            .orElse(0);
    if (highest > plan.epoch()) {
      return new Superseded(highest);
    }
    if (plan.from().isEmpty()) {
      return new GoOn(Optional.empty(), false);
    }
    Optional<Heartbeat> from =
        heard.stream().filter(beat -> beat.site().equals(plan.from())).findFirst();
    return from.isPresent()
        ? heardFrom(plan, assessment, from.get(), highest)
        : unheard(plan, heard);
  }

  private static Finding heardFrom(
      FailoverPlan plan, Assessment assessment, Heartbeat from, long highest) {
    Optional<FenceReply> fence = Optional.ofNullable(assessment.fence()).filter(FenceReply::fenced);
    if (fence.isPresent()) {
      return new GoOn(fence, true);
    }
    boolean holds = from.lease().holdingEpoch() == plan.fromEpoch();
    // A peer that has seen more can no longer vouch for it: then even an open site needs a grant.
    if (holds && from.server() == ServerState.UP && highest <= plan.fromEpoch()) {
      return new NotNeeded(
          plan.from() + (from.writable() ? " is open" : " is up and opens by itself"));
    }
    if (plan.acceptsBarred() && isBack(from)) {
      return new NotNeeded(plan.from() + " is back, and goes before a site that was barred");
    }
    // it lives: what would be lost is to be known before it is closed by force
    if (from.server() == ServerState.STALLED && plan.lossFreeOnly() && lacks(plan, assessment)) {
      return new WouldLose(
          "mysqld at " + plan.from() + " is stalled, and no other site has all that it has");
    }
    return new GoOn(Optional.empty(), true);
  }

  /** It lives, and has not lost all its data. */
  private static boolean isBack(Heartbeat from) {
    return switch (from.server()) {
      case STARTING, STALLED -> true;
      case UP -> !from.gtidReceived().isEmpty();
      case DEAD -> false;
    };
  }

  private static boolean lacks(FailoverPlan plan, Assessment assessment) {
    GtidSet known = knownAnywhere(plan, assessment, Optional.empty());
    return promotable(plan, assessment).stream()
        .noneMatch(candidate -> candidate.received().contains(known));
  }

  private static Finding unheard(FailoverPlan plan, List<Heartbeat> peers) {
    long threshold = plan.spec().silenceThreshold().toMillis();
    for (Heartbeat peer : peers) {
      LeaseView lease = peer.lease();
      boolean ofFrom =
          lease.leaseEpoch() == plan.fromEpoch() && lease.holderSite().equals(plan.from());
      if (ofFrom && within(lease.vouchedAgoMillis(), threshold)) {
        return new NotNeeded(peer.site() + " still vouches for " + plan.from());
      }
      if (ofFrom && within(lease.leaseChangedAgoMillis(), threshold)) {
        return new NotNeeded(plan.from() + " still renews its Lease, seen by " + peer.site());
      }
    }
    return new GoOn(Optional.empty(), false);
  }

  private static boolean within(long agoMillis, long threshold) {
    return agoMillis >= 0 && agoMillis < threshold;
  }

  /** Those sites of the plan, and the old primary, whose server can be promoted now. */
  static List<Candidate> promotable(FailoverPlan plan, Assessment assessment) {
    if (heard(assessment).anyMatch(beat -> beat.site().equals(plan.from()) && takesWrites(beat))) {
      // Still the source of everything: the others were asked at other moments.
      return answering(assessment, plan.from()).toList();
    }
    List<String> order = new ArrayList<>(plan.candidates());
    if (!plan.from().isEmpty() && !order.contains(plan.from())) {
      order.add(plan.from());
    }
    return order.stream().flatMap(site -> answering(assessment, site)).toList();
  }

  /** At a first opening: candidates that do not answer, of which nobody knows what they have. */
  static List<String> awaited(FailoverPlan plan, Assessment assessment) {
    return plan.from().isEmpty()
        ? plan.candidates().stream()
            .filter(site -> answering(assessment, site).findAny().isEmpty())
            .toList()
        : List.of();
  }

  private static boolean takesWrites(Heartbeat beat) {
    return beat.writable() && beat.server() == ServerState.UP;
  }

  private static Stream<Candidate> answering(Assessment assessment, String site) {
    return heard(assessment)
        .filter(beat -> beat.site().equals(site) && beat.server() == ServerState.UP)
        .map(beat -> new Candidate(beat.site(), known(beat.gtidReceived())))
        .limit(1);
  }

  /** Everything that some site is known to have, whether it can be promoted or not. */
  static GtidSet knownAnywhere(
      FailoverPlan plan, Assessment assessment, Optional<FenceReply> fence) {
    GtidSet ofFrom =
        known(plan.lastKnownExecuted())
            .union(fence.map(reply -> known(reply.gtidExecuted())).orElse(GtidSet.EMPTY));
    return heard(assessment)
        .map(beat -> known(beat.gtidReceived()).subtract(givenUp(plan, beat.site())))
        .reduce(ofFrom, GtidSet::union);
  }

  /** Whether nothing was ever opened, or every site answers and none has or had a transaction. */
  static boolean mayOpenEmpty(FailoverPlan plan, Assessment assessment) {
    return plan.from().isEmpty()
        || (plan.lastKnownExecuted().isEmpty()
            && plan.spec().siteNames().stream()
                .allMatch(site -> answering(assessment, site).anyMatch(Candidate::neverSeeded)));
  }

  private static GtidSet givenUp(FailoverPlan plan, String site) {
    return plan.bars().stream()
        .filter(bar -> bar.site().equals(site) && !plan.candidates().contains(site))
        .map(bar -> known(bar.divergentGtid()))
        .reduce(GtidSet.EMPTY, GtidSet::union);
  }

  private static Stream<Heartbeat> heard(Assessment assessment) {
    return assessment.sites().stream()
        .flatMap(answer -> Optional.ofNullable(answer.heartbeat()).stream());
  }

  /** What cannot be read is not known; a workflow must not stumble over a malformed set. */
  static GtidSet known(String text) {
    try {
      return GtidSet.parse(text);
    } catch (IllegalArgumentException malformed) {
      return GtidSet.EMPTY;
    }
  }
}
