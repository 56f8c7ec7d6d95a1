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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One run: clients write, a plan is carried out and healed, the group settles, the ledger is read.
 */
final class NemesisRun {
  private static final Duration STEADY = Duration.ofSeconds(1);

  private final Playground playground;
  private final Cluster cluster;
  private final Convergence convergence;
  private final Duration healLimit;
  private final Path folder;

  /**
   * Prepares runs.
   *
   * @param healLimit within which the group must have settled after the healing
   * @param folder where ledgers and timelines are kept
   */
  NemesisRun(Playground playground, Cluster cluster, Duration healLimit, Path folder) {
    this.playground = playground;
    this.cluster = cluster;
    this.convergence = new Convergence(playground, cluster);
    this.healLimit = healLimit;
    this.folder = folder;
  }

  /** Carries the plan out; faults are undone also when that fails. */
  RunReport run(int number, Plan plan) throws IOException, SQLException, InterruptedException {
    PlaygroundStatus before = playground.status();
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
    List<StatusSample> samples;
    StrikeStory story;
    List<AmbushReport> ambushes;
    try (var writer =
            new LedgerWriter(cluster.writeTargets(before), before.appLogin(), firstId, file);
        StatusWatch watch = new StatusWatch(before, writer.clock())) {
      story = new StrikeStory(writer.clock());
      try (Strikes strikes = new Strikes(playground, before, writer.clock(), story);
          Ambush ambush =
              new Ambush(playground, before, cluster.controlPlaneSites(before), story)) {
        Thread.sleep(STEADY);
        ambushes = carryOut(plan, strikes, ambush);
        Thread.sleep(plan.lasts());
        long healed = strikes.heal();
        converge = converge(writer.clock(), healed);
        Thread.sleep(STEADY);
        ambush.tellCourse();
      }
      samples = watch.samples();
    } finally {
      playground.recover();
    }
    Standing standing = convergence.await(healLimit);
    List<Attempt> attempts = LedgerFile.read(file);
    List<String> violations = new ArrayList<>();
    if (standing instanceof Standing.Unsettled(String missing)) {
      violations.add("not settled " + healLimit.toSeconds() + " s after healing: " + missing);
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

  private @Nullable Double converge(LedgerClock clock, long healed) throws InterruptedException {
    return convergence.await(healLimit) instanceof Standing.Unsettled
        ? null
        : LedgerClock.millis(clock.nanos() - healed);
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
