package io.bloodraven.playground.nemesis;

import io.bloodraven.api.gtid.GtidSet;
import io.bloodraven.playground.cluster.Cluster;
import io.bloodraven.playground.cluster.Convergence;
import io.bloodraven.playground.cluster.Playground;
import io.bloodraven.playground.cluster.PlaygroundStatus;
import io.bloodraven.playground.cluster.SiteServer;
import io.bloodraven.playground.cluster.Standing;
import io.bloodraven.playground.ledger.Attempt;
import io.bloodraven.playground.ledger.LedgerCheck;
import io.bloodraven.playground.ledger.LedgerClock;
import io.bloodraven.playground.ledger.LedgerFile;
import io.bloodraven.playground.ledger.LedgerReport;
import io.bloodraven.playground.ledger.LedgerTable;
import io.bloodraven.playground.ledger.LedgerWriter;
import io.bloodraven.playground.ledger.WriteGaps;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One run: clients write, a plan is carried out and healed, the group settles, the ledger is read.
 */
final class NemesisRun {
  private static final Duration STEADY = Duration.ofSeconds(1);
  private static final Duration PACE = Duration.ofMillis(250);

  private final Playground playground;
  private final Cluster cluster;
  private final Convergence convergence;
  private final Duration healLimit;
  private final Path folder;

  /**
   * Prepares runs.
   *
   * @param healLimit within which the group must have settled after the healing, but for what some
   *     faults add to it
   * @param folder where ledgers and timelines are kept
   */
  NemesisRun(Playground playground, Cluster cluster, Duration healLimit, Path folder) {
    this.playground = playground;
    this.cluster = cluster;
    this.convergence = new Convergence(cluster);
    this.healLimit = healLimit;
    this.folder = folder;
  }

  /** Carries the plan out; faults are undone also when that fails. */
  RunReport run(int number, Plan plan) throws IOException, SQLException, InterruptedException {
    PlaygroundStatus before = playground.status();
    Duration limit = healLimit.plus(plan.aftermath());
    Map<String, String> siteOfServer = new HashMap<>();
    for (PlaygroundStatus.Site site : before.sites()) {
      siteOfServer.put(
          SiteServer.ask(site.name(), site.mysql(), before.appLogin()).uuid(), site.name());
    }
    Path file = folder.resolve("ledger-" + number + ".tsv");
    Files.deleteIfExists(file);
    long firstId = LedgerWriter.unusedId();
    long startedMillis = System.currentTimeMillis();
    Double converge;
    Optional<String> missing;
    List<StatusSample> samples;
    StrikeStory story;
    List<AmbushReport> ambushes;
    try (var writer =
            new LedgerWriter(cluster.writeTargets(before), before.appLogin(), firstId, file);
        StatusWatch watch = new StatusWatch(before, writer.clock());
        FailoverWatch failovers = new FailoverWatch(before)) {
      story = new StrikeStory(writer.clock());
      try (Strikes strikes = new Strikes(playground, before, writer.clock(), story);
          Ambush ambush =
              new Ambush(playground, before, cluster.controlPlaneSites(before), failovers, story)) {
        Thread.sleep(STEADY);
        ambushes = carryOut(plan, strikes, ambush);
        Thread.sleep(plan.lasts());
        long healed = strikes.heal();
        missing = unsettled(failovers, limit);
        converge = missing.isEmpty() ? LedgerClock.millis(writer.clock().nanos() - healed) : null;
        Thread.sleep(STEADY);
        failovers
            .reached()
            .forEach(one -> story.tell(one.at(), one.moment() + " by " + one.worker()));
      }
      samples = watch.samples();
    } finally {
      playground.recover();
    }
    Standing standing = convergence.await(limit);
    List<Attempt> attempts = LedgerFile.read(file);
    List<String> violations = new ArrayList<>();
    missing.ifPresent(
        what -> violations.add("not settled " + limit.toSeconds() + " s after healing: " + what));
    if (standing instanceof Standing.Unsettled(String what)) {
      violations.add("not settled when the clients had ended: " + what);
    }
    PlaygroundStatus after = playground.status();
    LedgerReport ledger =
        new LedgerCheck(attempts, rows(after, after.activeSite(), firstId), story.firstNanos())
            .report();
    long reported = standing instanceof Standing.Blocked blocked ? blocked.onlyThere().count() : 0;
    Set<Long> aside =
        standing instanceof Standing.Blocked(String site, GtidSet onlyThere)
            ? rows(after, site, firstId)
            : Set.of();
    List<String> holders = cluster.holdersSince(before.activeSite(), before.epoch());
    violations.addAll(new Judgement(ledger, siteOfServer, holders, aside).violations());
    violations.addAll(StatusSample.lies(samples, attempts, siteOfServer));
    RunReport report =
        new RunReport(
            number,
            plan.toString(),
            plan.strikes().stream().map(strike -> strike.fault().toString()).distinct().toList(),
            holders,
            WriteGaps.longest(attempts, story.firstNanos()),
            converge,
            ledger.acked(),
            ledger.unknown(),
            ledger.lost().size(),
            reported,
            ambushes,
            story.lines(),
            violations,
            "");
    if (violations.isEmpty()) {
      Files.deleteIfExists(file);
      return report;
    }
    Path timeline = folder.resolve("timeline-" + number + ".txt");
    new Timeline(cluster, before, siteOfServer).write(timeline, startedMillis, attempts, report);
    return report.withTimeline(timeline.toString());
  }

  private static List<AmbushReport> carryOut(Plan plan, Strikes strikes, Ambush ambush)
      throws InterruptedException {
    if (plan.moment().isPresent()) {
      return ambush.carryOut(
          plan.strikes().getFirst(),
          plan.moment().get(),
          plan.strikes().subList(1, plan.strikes().size()));
    }
    for (Strike strike : plan.strikes()) {
      if (strike.trigger() instanceof Trigger.After after) {
        strikes.carryOut(strike, after);
      }
    }
    return List.of();
  }

  /**
   * Waits until the group has settled. It has not while a failover runs: one that was held up may
   * find a group that is as it should be, and change it nevertheless.
   *
   * @return what is missing when the time is over, empty when nothing is
   */
  private Optional<String> unsettled(FailoverWatch failovers, Duration limit)
      throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    String missing = "";
    while (System.nanoTime() - deadline < 0) {
      Duration left = Duration.ofNanos(deadline - System.nanoTime());
      if (convergence.await(left) instanceof Standing.Unsettled(String what)) {
        missing = what;
      } else {
        try {
          if (!failovers.failoverRuns()) {
            return Optional.empty();
          }
          missing = "a failover runs";
        } catch (StatusRuntimeException away) {
          missing = "Temporal does not answer: " + away.getStatus();
        }
        Thread.sleep(PACE);
      }
    }
    return Optional.of(missing);
  }

  private static Set<Long> rows(PlaygroundStatus status, String site, long firstId)
      throws SQLException {
    if (site.isEmpty()) {
      return Set.of();
    }
    try (Connection connection = status.site(site).mysql().connect(status.appLogin())) {
      return LedgerTable.ids(connection, firstId);
    }
  }
}
