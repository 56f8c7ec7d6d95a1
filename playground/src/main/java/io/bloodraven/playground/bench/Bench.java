package io.bloodraven.playground.bench;

import io.bloodraven.playground.cluster.Cluster;
import io.bloodraven.playground.cluster.Convergence;
import io.bloodraven.playground.cluster.Playground;
import io.bloodraven.playground.cluster.PlaygroundStatus;
import io.bloodraven.playground.cluster.Reclone;
import io.bloodraven.playground.cluster.ShortCooldown;
import io.bloodraven.playground.cluster.Standing;
import io.bloodraven.playground.ledger.LedgerTable;
import io.bloodraven.playground.mysql.Endpoint;
import io.bloodraven.playground.mysql.Login;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Repeats one fault on the running playground and prints each run as it ends. */
public final class Bench {
  private static final int ERRORS_TO_MEET = 200;

  private final Playground playground;
  private final BenchOptions options;
  private final PrintWriter out;

  /** A benchmark of that playground; prints to {@code out}. */
  public Bench(Playground playground, BenchOptions options, PrintWriter out) {
    this.playground = playground;
    this.options = options;
    this.out = out;
  }

  /**
   * Runs {@code count} times. Ends early when the group is not fit for a further run.
   *
   * @param soFar hears the report of all runs up to then: of none at first, and after each
   * @throws IOException when a ledger cannot be written
   * @throws SQLException when the group takes no writes although nothing is broken
   */
  public BenchReport run(int count, Consumer<BenchReport> soFar)
      throws IOException, SQLException, InterruptedException {
    PlaygroundStatus status = playground.status();
    try (Cluster cluster = new Cluster(status);
        ShortCooldown _ = new ShortCooldown(cluster, this::say);
        FailoverResults failovers =
            new FailoverResults(status.temporalAddress(), status.groupRef())) {
      return run(count, cluster, failovers, soFar);
    }
  }

  private BenchReport run(
      int count, Cluster cluster, FailoverResults failovers, Consumer<BenchReport> soFar)
      throws IOException, SQLException, InterruptedException {
    Instant started = Instant.now();
    List<RunReport> runs = new ArrayList<>();
    BenchReport report = BenchReport.of(options.fault(), started, runs);
    soFar.accept(report);
    if (isFit(cluster)) {
      createTable(cluster);
      meetErrors(playground.status().appLogin());
      say(BenchTable.header());
    }
    while (runs.size() < count && isFit(cluster)) {
      BenchRun run = new BenchRun(playground, cluster, failovers, options);
      runs.add(run.run(runs.size() + 1));
      say(BenchTable.line(runs.getLast()));
      report = BenchReport.of(options.fault(), started, runs);
      soFar.accept(report);
    }
    return report;
  }

  /** Makes the group fit for a run, if it can be. */
  private boolean isFit(Cluster cluster) throws InterruptedException {
    Standing standing = new Reclone(cluster).settle(options.healLimit());
    if (!(standing instanceof Standing.AsItShouldBe)) {
      say("The group is not fit for a run: " + standing);
      return false;
    }
    if (!cluster.awaitControlPlane(options.healLimit())) {
      say("Not every watcher and worker has become ready again.");
      return false;
    }
    return true;
  }

  private void createTable(Cluster cluster) throws SQLException, InterruptedException {
    try (Connection connection = cluster.primaryService().connect(playground.status().appLogin())) {
      LedgerTable.create(connection);
    }
    // The other sites must have it too, or their refusals would not be those of a closed site.
    new Convergence(cluster).await(options.healLimit());
  }

  /**
   * Clients of a JVM that never saw a refused connection take time for the first ones, all of them
   * at once and from the processors that the failover runs on. That is not what is measured.
   */
  private static void meetErrors(Login login) throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Endpoint nobody = new Endpoint(InetAddress.getLoopbackAddress().getHostAddress(), port);
    for (int refused = 0; refused < ERRORS_TO_MEET; refused++) {
      try (Connection _ = nobody.connect(login)) {
        throw new IOException("somebody listens at port " + port);
      } catch (SQLException expected) {
        // that was it
      }
    }
  }

  private void say(String text) {
    out.println(text);
    out.flush();
  }
}
