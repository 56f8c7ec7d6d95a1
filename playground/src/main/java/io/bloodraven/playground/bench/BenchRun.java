package io.bloodraven.playground.bench;

import io.bloodraven.api.gtid.GtidSet;
import io.bloodraven.playground.cluster.Cluster;
import io.bloodraven.playground.cluster.Playground;
import io.bloodraven.playground.cluster.PlaygroundStatus;
import io.bloodraven.playground.cluster.Standing;
import io.bloodraven.playground.ledger.LedgerCheck;
import io.bloodraven.playground.ledger.LedgerFile;
import io.bloodraven.playground.ledger.LedgerReport;
import io.bloodraven.playground.ledger.LedgerTable;
import io.bloodraven.playground.ledger.WriteGap;
import io.bloodraven.workflows.failover.FailoverResult;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** One run of a benchmark: an experiment, and what the evidence says of it. */
final class BenchRun {
  private final Playground playground;
  private final Cluster cluster;
  private final FailoverResults failovers;
  private final BenchOptions options;

  BenchRun(
      Playground playground, Cluster cluster, FailoverResults failovers, BenchOptions options) {
    this.playground = playground;
    this.cluster = cluster;
    this.failovers = failovers;
    this.options = options;
  }

  RunReport run(int number) throws IOException, SQLException, InterruptedException {
    Evidence evidence = new Experiment(playground, cluster, options).run(number);
    PlaygroundStatus before = evidence.before();
    PlaygroundStatus after = evidence.after();
    LedgerReport ledger =
        new LedgerCheck(LedgerFile.read(evidence.ledger()), rows(evidence), evidence.faultNanos())
            .report();
    long reportedLoss =
        evidence.standing() instanceof Standing.Blocked(String site, GtidSet onlyThere)
            ? onlyThere.count()
            : 0;
    List<String> problems = new ArrayList<>(evidence.problems());
    Map<String, Long> phases =
        failovers.result(after.epoch()).map(FailoverResult::phaseMillis).orElse(Map.of());
    if (phases.isEmpty() && after.epoch() > before.epoch()) {
      problems.add("no result of a failover to epoch " + after.epoch());
    }
    return new RunReport(
        number,
        before.activeSite(),
        after.activeSite(),
        after.epoch(),
        millis(ledger.routed(), WriteGap::fromFault),
        millis(ledger.routed(), WriteGap::fromLastAck),
        millis(ledger.opened(), WriteGap::fromFault),
        evidence.converge(),
        phases,
        ledger.acked(),
        ledger.unknown(),
        ledger.lost().size(),
        reportedLoss,
        ledger.lateAcks().size(),
        ledger.overlapMillis(),
        ledger.tardyAcks(),
        ledger.underWay(),
        Verification.violations(
            ledger,
            options.fault() == FaultKind.FREEZE,
            after.epoch() - before.epoch(),
            reportedLoss),
        problems);
  }

  private static Set<Long> rows(Evidence evidence) throws SQLException {
    PlaygroundStatus after = evidence.after();
    if (after.activeSite().isEmpty()) {
      throw new SQLException("no site is active: nothing to hold the ledger against");
    }
    try (Connection connection = after.site(after.activeSite()).mysql().connect(after.appLogin())) {
      return LedgerTable.ids(connection, evidence.firstId());
    }
  }

  private static @Nullable Double millis(
      @Nullable WriteGap gap, ToDoubleFunction<WriteGap> figure) {
    return gap == null ? null : Double.valueOf(figure.applyAsDouble(gap));
  }
}
