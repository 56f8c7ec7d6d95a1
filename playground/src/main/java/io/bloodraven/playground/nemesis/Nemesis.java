package io.bloodraven.playground.nemesis;

import io.bloodraven.playground.cluster.Cluster;
import io.bloodraven.playground.cluster.Convergence;
import io.bloodraven.playground.cluster.Playground;
import io.bloodraven.playground.cluster.Reclone;
import io.bloodraven.playground.cluster.ShortCooldown;
import io.bloodraven.playground.cluster.Standing;
import io.bloodraven.playground.ledger.LedgerTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Runs plan after plan on the running playground and prints each as it ends. */
public final class Nemesis {
  private final Playground playground;
  private final Plans plans;
  private final Duration healLimit;
  private final Path folder;
  private final PrintWriter out;

  /**
   * A nemesis of that playground.
   *
   * @param plans to draw from
   * @param healLimit within which the group must have settled after each run
   * @param folder where ledgers and timelines of runs with violations are kept
   */
  public Nemesis(
      Playground playground, Plans plans, Duration healLimit, Path folder, PrintWriter out) {
    this.playground = playground;
    this.plans = plans;
    this.healLimit = healLimit;
    this.folder = folder;
    this.out = out;
  }

  /**
   * Runs the plans of a seed that have these numbers. Ends early when the group does not become fit
   * for a further run.
   *
   * @param soFar hears the report of all runs up to then: of none at first, and after each
   */
  public NemesisReport run(long seed, List<Integer> numbers, Consumer<NemesisReport> soFar)
      throws IOException, SQLException, InterruptedException {
    try (Cluster cluster = new Cluster(playground.status());
        ShortCooldown _ = new ShortCooldown(cluster, this::say)) {
      return run(seed, numbers, cluster, soFar);
    }
  }

  private NemesisReport run(
      long seed, List<Integer> numbers, Cluster cluster, Consumer<NemesisReport> soFar)
      throws IOException, SQLException, InterruptedException {
    Instant started = Instant.now();
    NemesisRun one = new NemesisRun(playground, cluster, healLimit, folder);
    List<RunReport> runs = new ArrayList<>();
    NemesisReport report = NemesisReport.of(seed, started, runs);
    soFar.accept(report);
    boolean fit = isFit(cluster);
    if (fit) {
      createTable(cluster);
    }
    for (int run : numbers) {
      if (!fit) {
        break;
      }
      runs.add(one.run(run, plans.draw(seed, run)));
      say(NemesisTable.line(runs.getLast()));
      report = NemesisReport.of(seed, started, runs);
      soFar.accept(report);
      fit = isFit(cluster);
    }
    return report;
  }

  private boolean isFit(Cluster cluster) throws InterruptedException {
    Standing standing = new Reclone(cluster).settle(healLimit);
    if (!(standing instanceof Standing.AsItShouldBe)) {
      say("The group is not fit for a run: " + standing);
      return false;
    }
    if (!cluster.awaitControlPlane(healLimit)) {
      say("Not every watcher and worker has become ready again.");
      return false;
    }
    return true;
  }

  private void createTable(Cluster cluster) throws SQLException, InterruptedException {
    try (Connection connection = cluster.primaryService().connect(playground.status().appLogin())) {
      LedgerTable.create(connection);
    }
    new Convergence(cluster).await(healLimit);
  }

  private void say(String text) {
    out.println(text);
    out.flush();
  }
}
