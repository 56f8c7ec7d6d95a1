package io.bloodraven.playground.simulation;

import io.bloodraven.api.group.GroupRef;
import io.bloodraven.api.group.GroupSpec;
import io.bloodraven.api.group.SiteRole;
import io.bloodraven.api.group.SiteSpec;
import io.bloodraven.api.health.Observation;
import io.bloodraven.workflows.decision.Decider;
import io.bloodraven.workflows.decision.Decision;
import io.bloodraven.workflows.decision.GroupSnapshot;
import io.bloodraven.workflows.decision.Report;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The group's workflow in small: it hears watchers, asks production's {@link Decider} and has
 * failovers carried out. What it says of the active site must be so.
 */
final class Group {
  static final GroupRef REF = new GroupRef(World.NAMESPACE, World.GROUP);

  private static final Duration QUIET = Duration.ofSeconds(3);
  private static final int MOST_DECISIONS = 20;

  private final World world;
  private final GroupSpec spec;
  private final List<Report> reports = new ArrayList<>();
  private final Set<String> busy = new HashSet<>();
  private String activeSite = "";
  private long epoch;
  private long highestTried;
  private Instant since = Instant.EPOCH;
  private Instant cooldownUntil = Instant.EPOCH;
  private Instant quietUntil = Instant.EPOCH;
  private boolean failingOver;
  private double pausedUntil;

  Group(World world) {
    this.world = world;
    long lease = world.settings().timings().lease();
    spec =
        new GroupSpec(
            REF,
            1,
            world.sites().stream()
                .map(site -> new SiteSpec(site.name(), SiteRole.PRIMARY_CANDIDATE))
                .toList(),
            List.of(),
            Duration.ofMillis(lease),
            Duration.ofMillis(lease / 2),
            Duration.ofMillis(lease),
            Duration.ofSeconds(10),
            Duration.ofHours(1));
  }

  GroupSpec spec() {
    return spec;
  }

  String activeSite() {
    return activeSite;
  }

  long epoch() {
    return epoch;
  }

  /** Temporal, or every worker, is away for a while. */
  void pause(double lasts) {
    world.trace("group", "paused for " + Math.round(lasts));
    pausedUntil = Math.max(pausedUntil, world.now() + lasts);
    world.in(pausedUntil - world.now() + 1, this::decide);
  }

  boolean isPaused() {
    return world.now() < pausedUntil;
  }

  /** Returns whether the observation was taken; it is sent again otherwise. */
  boolean hear(Observation observation) {
    if (isPaused()) {
      return false;
    }
    String witness = observation.vantagePoint();
    boolean late =
        reports.stream()
            .map(Report::observation)
            .anyMatch(known ->
                known.vantagePoint().equals(witness) && known.sequence() > observation.sequence());
    if (!late) {
      reports.removeIf(report -> report.observation().vantagePoint().equals(witness));
      reports.add(new Report(observation, now()));
      decide();
    }
    return true;
  }

  private Instant now() {
    return Instant.ofEpochMilli((long) world.now());
  }

  private void decide() {
    for (int i = 0; i < MOST_DECISIONS && !failingOver && !isPaused(); i++) {
      Decision decision = Decider.decide(snapshot());
      switch (decision) {
        case Decision.Bootstrap bootstrap -> failOver(bootstrap.candidates(), "first opening");
        case Decision.FailOver failOver -> failOver(failOver.candidates(), failOver.cause());
        case Decision.Reassert reassert -> failOver(reassert.candidates(), reassert.cause());
        case Decision.Adopt adopt -> {
          world.count(Happening.ADOPTED);
          reign(adopt.site(), adopt.epoch());
        }
        case Decision.FenceStray stray -> {
          occupy(stray.site());
          new Failover(world, this, List.of(), epoch).fence(stray.site());
        }
        case Decision.Rejoin rejoin -> occupy(rejoin.site());
        case Decision.Repoint repoint -> occupy(repoint.site());
        case Decision.Clone clone -> occupy(clone.site());
        case Decision.Alert alert -> {
          lookAgain(alert.lookAgainAt());
          return;
        }
        case Decision.Keep keep -> {
          lookAgain(keep.lookAgainAt());
          return;
        }
      }
    }
  }

  private GroupSnapshot snapshot() {
    return new GroupSnapshot(
        spec,
        activeSite,
        epoch,
        since,
        cooldownUntil,
        quietUntil,
        reports,
        Map.of(),
        Map.of(),
        busy,
        now());
  }

  private void lookAgain(Optional<Instant> at) {
    at.ifPresent(when ->
        world.in(Math.max(20.0, Duration.between(now(), when).toMillis() + 1.0), this::decide));
  }

  /** Data is not simulated: a repair takes a while, and then all is as it should be. */
  private void occupy(String site) {
    busy.add(site);
    world.in(
        1_000,
        () -> {
          busy.remove(site);
          decide();
        });
  }

  private void failOver(List<String> candidates, String cause) {
    failingOver = true;
    highestTried = Math.max(Math.max(highestTried, epoch), highestReported()) + 1;
    world.trace("group", "failover at epoch " + highestTried + ": " + cause);
    new Failover(world, this, candidates, highestTried).start();
  }

  private long highestReported() {
    return reports.stream()
        .flatMap(report -> report.observation().sites().stream())
        .mapToLong(seen -> Math.max(seen.highestEpoch(), seen.holdingEpoch()))
        .max()
        .orElse(0);
  }

  void promoted(String site, long itsEpoch, Instant started) {
    world.count(Happening.FAILED_OVER);
    failingOver = false;
    boolean moved = !activeSite.isEmpty() && !activeSite.equals(site);
    cooldownUntil = moved ? now().plus(spec.failoverCooldown()) : cooldownUntil;
    highestTried = Math.max(highestTried, itsEpoch);
    since = started;
    reports.removeIf(report -> report.receivedAt().isBefore(started));
    reign(site, itsEpoch);
    decide();
  }

  void gaveUp(long highestEpoch) {
    failingOver = false;
    highestTried = Math.max(highestTried, highestEpoch);
    quietUntil = now().plus(QUIET);
    decide();
  }

  private void reign(String site, long itsEpoch) {
    activeSite = site;
    epoch = itsEpoch;
    world.trace("group", site + " is active at epoch " + itsEpoch);
    world.referee().claimedActive(site, itsEpoch);
  }
}
