package io.bloodraven.workflows.decision;

import io.bloodraven.api.health.Sighting;
import io.bloodraven.api.health.Verdict;
import io.bloodraven.workflows.decision.Decision.Alert;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The one place where it is decided what happens to a group: a total function without any effect.
 * It answers the most urgent thing; whoever carries it out marks the site busy and asks again. The
 * table in docs/decision-table.md says the same in words.
 */
public final class Decider {
  /** How long the opening of a new group waits for candidates that have not shown up. */
  static final Duration BOOTSTRAP_PATIENCE = Duration.ofSeconds(60);

  private Decider() {}

  /** What is to be done now. Never fails. */
  public static Decision decide(GroupSnapshot group) {
    Testimony testimony = new Testimony(group);
    return adoption(group, testimony)
        .or(() -> stray(group, testimony))
        .orElseGet(() ->
            group.activeSite().isEmpty() ? bootstrap(group, testimony) : reign(group, testimony));
  }

  /** An epoch above ours is in force: the lease says so, and the lease is right. */
  private static Optional<Decision> adoption(GroupSnapshot group, Testimony testimony) {
    return group.spec().siteNames().stream()
        .flatMap(site -> testimony.lastHeard(site).stream())
        .filter(seen -> seen.verdict() == Verdict.WRITABLE && seen.holdingEpoch() > group.epoch())
        .max(Comparator.comparingLong(Sighting::holdingEpoch))
        .map(seen -> new Decision.Adopt(seen.site(), seen.holdingEpoch()));
  }

  private static Optional<Decision> stray(GroupSnapshot group, Testimony testimony) {
    SiteRepair repair = new SiteRepair(group, testimony);
    return others(group).flatMap(site -> repair.stray(site).stream()).findFirst();
  }

  private static Decision bootstrap(GroupSnapshot group, Testimony testimony) {
    List<String> candidates = CandidateOrder.of(group.spec());
    long closed = candidates.stream().filter(site -> isClosed(testimony, site)).count();
    Instant patience = group.since().plus(BOOTSTRAP_PATIENCE);
    if (closed == 0) {
      return new Decision.Keep(Optional.empty());
    }
    if (closed < candidates.size() && group.now().isBefore(patience)) {
      return new Decision.Keep(Optional.of(patience));
    }
    return group.now().isBefore(group.quietUntil())
        ? new Decision.Keep(Optional.of(group.quietUntil()))
        : new Decision.Bootstrap(candidates);
  }

  private static Decision reign(GroupSnapshot group, Testimony testimony) {
    ActiveSite active = ActiveSite.judge(group, testimony);
    String told = active.witness().isEmpty() ? "" : ", told by " + active.witness();
    String site = group.activeSite();
    return switch (active.condition()) {
      case OPEN -> whileOpen(group, testimony);
      case DEAD -> crashed(group, testimony, "mysqld at " + site + " is dead" + told);
      case SILENT -> silent(group, testimony, "nobody hears or vouches for " + site + told);
      case WITHOUT_LEASE -> withoutLease(group, testimony, site + " is up and closed, and", told);
      case COMING_BACK -> new Decision.Keep(Optional.empty());
      case STALLED ->
          stalled(
              group, testimony, "mysqld at " + site + " takes no write or does not answer" + told);
      case NOT_HEARD ->
          new Alert(
              Alert.Kind.NOT_HEARD,
              "nobody hears " + site + ", and nobody can prove it silent",
              Optional.empty());
    };
  }

  private static Decision crashed(GroupSnapshot group, Testimony testimony, String cause) {
    if (!candidateReady(group, testimony)) {
      return lastResort(group, testimony, cause);
    }
    boolean cooling = group.coolingDown();
    return whenNotQuiet(
        group,
        new Decision.FailOver(
            otherCandidates(group),
            cooling,
            cooling ? cause + " (during the cooldown: only without loss)" : cause));
  }

  private static Decision silent(GroupSnapshot group, Testimony testimony, String cause) {
    if (!candidateReady(group, testimony)) {
      return lastResort(group, testimony, cause);
    }
    if (group.coolingDown()) {
      return new Alert(
          Alert.Kind.COOLDOWN,
          cause + "; no failover before " + group.cooldownUntil(),
          Optional.of(group.cooldownUntil()));
    }
    return whenNotQuiet(group, new Decision.FailOver(otherCandidates(group), false, cause));
  }

  /** It lives and may recover: it is closed by force only for a site that has all it has. */
  private static Decision stalled(GroupSnapshot group, Testimony testimony, String cause) {
    if (!candidateReady(group, testimony)) {
      return new Alert(Alert.Kind.STALLED, cause + nobodyElse(group), Optional.empty());
    }
    if (group.coolingDown()) {
      return new Alert(
          Alert.Kind.STALLED,
          cause + "; no failover before " + group.cooldownUntil(),
          Optional.of(group.cooldownUntil()));
    }
    return whenNotQuiet(group, new Decision.FailOver(otherCandidates(group), true, cause));
  }

  private static Decision withoutLease(
      GroupSnapshot group, Testimony testimony, String cause, String told) {
    boolean lostAll =
        testimony
            .lastHeard(group.activeSite())
            .filter(seen -> seen.verdict() == Verdict.CLOSED && !hasData(seen))
            .isPresent();
    return lostAll && !group.bars().isEmpty() && !candidateReady(group, testimony)
        ? lastResort(group, testimony, cause + " has no data" + told)
        : reassert(group, cause + " does not hold the lease" + told);
  }

  private static Decision reassert(GroupSnapshot group, String cause) {
    List<String> activeFirst =
        Stream.concat(Stream.of(group.activeSite()), otherCandidates(group).stream()).toList();
    return whenNotQuiet(group, new Decision.Reassert(activeFirst, cause));
  }

  private static Decision whileOpen(GroupSnapshot group, Testimony testimony) {
    SiteRepair repair = new SiteRepair(group, testimony);
    Optional<Decision> next = others(group).flatMap(site -> repair.next(site).stream()).findFirst();
    if (next.isPresent()) {
      return next.get();
    }
    Optional<String> ahead = peerAhead(group, testimony);
    if (ahead.isPresent()) {
      return reassert(
          group,
          ahead.get()
              + " has seen a higher epoch and can no longer vouch for "
              + group.activeSite());
    }
    return new Decision.Keep(
        others(group)
            .flatMap(site -> repair.waitsUntil(site).stream())
            .min(Comparator.naturalOrder()));
  }

  /** A claim that never reached the Lease leaves a peer that refuses to vouch (safety.md 3). */
  private static Optional<String> peerAhead(GroupSnapshot group, Testimony testimony) {
    return testimony
        .otherCandidates()
        .filter(site ->
            testimony
                .lastHeard(site)
                .filter(seen -> seen.highestEpoch() > group.epoch())
                .isPresent())
        .findFirst();
  }

  private static Decision whenNotQuiet(GroupSnapshot group, Decision decision) {
    return group.now().isBefore(group.quietUntil())
        ? new Decision.Keep(Optional.of(group.quietUntil()))
        : decision;
  }

  /** A person's word accepts a loss and is no flapping: no cooldown holds it up. */
  private static Decision lastResort(GroupSnapshot group, Testimony testimony, String cause) {
    List<String> admitted =
        CandidateOrder.of(group.spec()).stream().filter(group::isAdmitted).toList();
    return admitted.stream().anyMatch(site -> isReady(testimony, site))
        ? whenNotQuiet(
            group,
            new Decision.FailOver(
                admitted, false, cause + " (a person admits " + String.join(", ", admitted) + ")"))
        : new Alert(Alert.Kind.NO_CANDIDATE, cause + nobodyElse(group), Optional.empty());
  }

  private static String nobodyElse(GroupSnapshot group) {
    List<String> barred = CandidateOrder.of(group.spec()).stream().filter(group::isBarred).toList();
    return ", and no other site can be promoted"
        + (barred.isEmpty()
            ? ""
            : " (barred for transactions that the group lacks: "
                + String.join(", ", barred)
                + "; a person may admit one)");
  }

  private static boolean candidateReady(GroupSnapshot group, Testimony testimony) {
    return otherCandidates(group).stream().anyMatch(site -> isReady(testimony, site));
  }

  /** Heard, up, closed and not empty. */
  private static boolean isReady(Testimony testimony, String site) {
    return testimony
        .lastHeard(site)
        .filter(seen -> seen.verdict() == Verdict.CLOSED && hasData(seen))
        .isPresent();
  }

  private static boolean hasData(Sighting seen) {
    return !seen.gtidReceived().isEmpty();
  }

  private static boolean isClosed(Testimony testimony, String site) {
    return testimony.lastHeard(site).filter(seen -> seen.verdict() == Verdict.CLOSED).isPresent();
  }

  /** Those that are not barred; what a person admits is no more than a last resort. */
  private static List<String> otherCandidates(GroupSnapshot group) {
    return CandidateOrder.of(group.spec()).stream()
        .filter(site -> !site.equals(group.activeSite()) && !group.isBarred(site))
        .toList();
  }

  private static Stream<String> others(GroupSnapshot group) {
    return group.spec().siteNames().stream().filter(site -> !site.equals(group.activeSite()));
  }
}
