package io.bloodraven.playground.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bloodraven.playground.mysql.Endpoint;
import io.bloodraven.playground.mysql.Login;
import io.bloodraven.testing.MysqlServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The ledger against two servers that know nothing of each other. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(value = "processors", mode = ResourceAccessMode.READ)
class LedgerWriterIT {
  private static final Login LOGIN = new Login(MysqlServer.USER, MysqlServer.PASSWORD);
  private static MysqlServer iad;
  private static MysqlServer pdx;

  @TempDir Path folder;

  @BeforeAll
  static void startServers() {
    iad = MysqlServer.start("ledger-iad");
    pdx = MysqlServer.start("ledger-pdx");
  }

  @AfterAll
  static void stopServers() {
    iad.close();
    pdx.close();
  }

  @BeforeEach
  void openIadOnly() throws Exception {
    for (MysqlServer server : List.of(pdx, iad)) {
      server.execute("SET GLOBAL super_read_only=OFF");
      try (Connection connection = server.connect()) {
        LedgerTable.create(connection);
      }
    }
    pdx.execute("SET GLOBAL super_read_only=ON");
    iad.open();
  }

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void recordsAMoveAndWhatItLost() throws Exception {
    Path path = folder.resolve("ledger.tsv");
    String uuid = iad.value("SELECT @@server_uuid");
    long fault;
    try (LedgerWriter ledger = write(path)) {
      await().until(() -> ledger.acks().ackedSince("iad", 0));
      fault = ledger.clock().nanos();
      iad.kill();
      pdx.open();
      await().until(() -> ledger.acks().ackedElsewhereSince("pdx", uuid, fault));
    } finally {
      iad.start();
    }
    List<Attempt> attempts = LedgerFile.read(path);
    LedgerReport report = new LedgerCheck(attempts, rows(pdx), fault).report();
    assertThat(report.reigns()).hasSize(2);
    assertThat(report.lateAcks()).isEmpty();
    assertThat(report.opened()).isNotNull();
    assertThat(report.routed()).isNull();
    assertThat(report.keptThoughRefused()).isEmpty();
    // Nothing replicates here: all that the first server acknowledged is lost, and it has it all.
    assertThat(report.lost()).isNotEmpty().isSubsetOf(rows(iad));
    assertThat(report.acked()).isEqualTo(report.lost().size() + rows(pdx).size());
    assertThat(report.failed()).isPositive();
  }

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void findsTwoOpenServers() throws Exception {
    Path path = folder.resolve("ledger.tsv");
    long fault;
    try (LedgerWriter ledger = write(path)) {
      await().until(() -> ledger.acks().ackedSince("iad", 0));
      fault = ledger.clock().nanos();
      pdx.open();
      await().until(() -> ledger.acks().ackedSince("pdx", fault));
      long both = ledger.clock().nanos();
      await().until(() -> ledger.acks().ackedSince("iad", both));
    }
    LedgerReport report = new LedgerCheck(LedgerFile.read(path), Set.of(), fault).report();
    assertThat(report.lateAcks()).isNotEmpty();
    assertThat(report.overlapMillis()).isPositive();
    assertThat(report.reigns()).hasSizeGreaterThan(2);
  }

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void waitsForNoAnswerLongerThanTheDeadline() throws Exception {
    Path path = folder.resolve("ledger.tsv");
    try (LedgerWriter ledger = write(path)) {
      await().until(() -> ledger.acks().ackedSince("iad", 0));
      iad.freeze();
      long frozen = ledger.clock().nanos();
      await().until(() -> ledger.clock().nanos() - frozen > Duration.ofSeconds(2).toNanos());
      iad.thaw();
      long thawed = ledger.clock().nanos();
      await().until(() -> ledger.acks().ackedSince("iad", thawed));
    } finally {
      iad.thaw();
    }
    List<Attempt> unanswered =
        LedgerFile.read(path).stream().filter(a -> a.outcome() == Outcome.UNKNOWN).toList();
    assertThat(unanswered).hasSize(LedgerWriter.CONNECTIONS);
    assertThat(unanswered)
        .extracting(attempt -> LedgerClock.millis(attempt.endNanos() - attempt.startNanos()))
        .allSatisfy(millis -> assertThat(millis).isBetween(900.0, 1800.0));
  }

  private static LedgerWriter write(Path path) throws Exception {
    return new LedgerWriter(
        List.of(
            new Target("iad", new Endpoint(iad.host(), iad.port())),
            new Target("pdx", new Endpoint(pdx.host(), pdx.port()))),
        LOGIN,
        1,
        path);
  }

  private static Set<Long> rows(MysqlServer server) throws Exception {
    try (Connection connection = server.connect()) {
      return LedgerTable.ids(connection, 1);
    }
  }
}
