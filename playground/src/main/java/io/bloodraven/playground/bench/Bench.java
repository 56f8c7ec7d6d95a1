package io.bloodraven.playground.bench;

import io.bloodraven.playground.cluster.Cluster;
import io.bloodraven.playground.cluster.Convergence;
import io.bloodraven.playground.cluster.Playground;
import io.bloodraven.playground.cluster.PlaygroundStatus;
import io.bloodraven.playground.ledger.LedgerTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Repeats one fault on the running playground and prints each run as it ends. */
final class Bench {
  private static final String COOLDOWN = "failoverCooldown";
  private static final String SHORT_COOLDOWN = "1s";
  private static final Duration TABLE_LIMIT = Duration.ofSeconds(30);

  private final Playground playground;
  private final BenchOptions options;
  private final PrintWriter out;

  Bench(Playground playground, BenchOptions options, PrintWriter out) {
    this.playground = playground;
    this.options = options;
    this.out = out;
  }

  /**
   * Runs {@code count} times. Ends early when the group cannot be used for another run.
   *
   * @throws IOException when a ledger cannot be written
   */
  BenchReport run(int count) throws IOException, SQLException, InterruptedException {
    PlaygroundStatus status = playground.status();
    try (Cluster cluster = new Cluster(status);
        FailoverResults failovers =
            new FailoverResults(status.temporalAddress(), status.groupRef())) {
      String cooldown = cluster.specField(COOLDOWN);
      say(
          "The group's failoverCooldown (%s) is %s for the benchmark and restored after it."
              .formatted(cooldown.isEmpty() ? "default" : cooldown, SHORT_COOLDOWN));
      cluster.setSpecField(COOLDOWN, SHORT_COOLDOWN);
      try {
        return run(count, cluster, failovers);
      } finally {
        cluster.setSpecField(COOLDOWN, cooldown);
      }
    }
  }

  private BenchReport run(int count, Cluster cluster, FailoverResults failovers)
      throws IOException, SQLException, InterruptedException {
    Instant started = Instant.now();
    List<RunReport> runs = new ArrayList<>();
    Optional<String> missing = new Convergence(playground).await(options.healLimit());
    if (missing.isPresent()) {
      throw new IllegalStateException("the group is not fit to begin: " + missing.get());
    }
    createTable(cluster);
    say(BenchTable.header());
    for (int number = 1; number <= count; number++) {
      RunReport report = new BenchRun(playground, cluster, failovers, options).run(number);
      runs.add(report);
      say(BenchTable.line(report));
      if (report.converge() == null) {
        say("The group is not as it should be: no further run.");
        break;
      }
    }
    BenchReport report = BenchReport.of(options.fault(), started, runs);
    say(BenchTable.summary(report));
    return report;
  }

  private void createTable(Cluster cluster) throws SQLException, InterruptedException {
    try (Connection connection = cluster.primaryService().connect(playground.status().appLogin())) {
      LedgerTable.create(connection);
    }
    // The other sites must have it too, or their refusals would not be those of a closed site.
    new Convergence(playground).await(TABLE_LIMIT);
  }

  private void say(String text) {
    out.println(text);
    out.flush();
  }
}
