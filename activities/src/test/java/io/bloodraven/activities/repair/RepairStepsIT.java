package io.bloodraven.activities.repair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.bloodraven.activities.TestingGroup;
import io.bloodraven.api.gtid.GtidSet;
import io.bloodraven.api.health.ServerState;
import io.bloodraven.api.lease.FenceRequest;
import io.bloodraven.workflows.failover.FailoverActivities;
import io.bloodraven.workflows.repair.RejoinResult;
import io.bloodraven.workflows.repair.RejoinResult.Outcome;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** pdx is the open primary; iad, once the primary itself, is to become its replica. */
@Execution(ExecutionMode.CONCURRENT)
class RepairStepsIT {
  private static final int ROWS = 20;

  private TestingGroup group = new TestingGroup("iad", "pdx");

  @AfterEach
  void end() {
    group.close();
  }

  /** iad was open at epoch 1, crashed, and pdx took over at epoch 2 with everything. */
  private void failOverToPdx() throws Exception {
    group.open("iad", 1);
    group.createTable("iad");
    group.insert("iad", 1, ROWS);
    group.replicate("pdx", "iad");
    await().until(() -> group.executed("pdx").equals(group.executed("iad")));
    group.server("iad").kill();
    group.sidecar("iad").server = ServerState.DEAD;
    await().until(() -> group.failover.fence(group.ref, group.sites, "iad", 2, "crash").fenced());
    group.failover.prepare(group.ref, "pdx", 2, List.of());
    group.failover.promote(group.ref, "pdx", 2, List.of());
    group.sidecar("iad").holdingEpoch = 0;
  }

  private void restartIad() {
    group.server("iad").start();
    group.sidecar("iad").server = ServerState.UP;
  }

  private void purgeLogsOfPdx() throws Exception {
    String all = group.executed("pdx");
    group.server("pdx").execute("SET GLOBAL binlog_expire_logs_seconds = 1");
    await()
        .until(() -> {
          group.server("pdx").execute("FLUSH BINARY LOGS");
          return group.server("pdx").value("SELECT @@GLOBAL.gtid_purged").equals(all);
        });
  }

  private RejoinResult rejoin() {
    return group.repair.rejoin(group.ref, "iad", "pdx", 2);
  }

  private RejoinResult cloneIad() {
    return group.repair.cloneFrom(group.ref, "iad", "pdx", 2);
  }

  private void assertIadFollows() throws Exception {
    int next = Math.toIntExact(group.rows("pdx")) + 1;
    group.insert("pdx", next, next);
    await().until(() -> group.rows("iad") == next);
    assertThat(group.executed("iad")).isEqualTo(group.executed("pdx"));
    assertThat(group.server("iad").value("SELECT @@GLOBAL.super_read_only")).isEqualTo("1");
  }

  @Test
  void oldPrimaryBecomesAReplicaAndIsThenLeftAlone() throws Exception {
    failOverToPdx();
    restartIad();
    assertThat(rejoin().outcome()).isEqualTo(Outcome.REPLICATING);
    assertIadFollows();

    String threads =
        "SELECT GROUP_CONCAT(THREAD_ID ORDER BY 1) FROM performance_schema.threads"
            + " WHERE NAME LIKE 'thread/sql/replica%'";
    String before = group.server("iad").value(threads);
    assertThat(rejoin().outcome()).isEqualTo(Outcome.REPLICATING);
    assertThat(group.server("iad").value(threads)).isEqualTo(before);
  }

  @Test
  void stoppedReplicaIsStarted() throws Exception {
    failOverToPdx();
    restartIad();
    rejoin();
    group.server("iad").stop();
    restartIad();
    assertThat(rejoin().outcome()).isEqualTo(Outcome.REPLICATING);
    assertIadFollows();
  }

  /** As a power cut may leave it: what was not flushed is cut off, or zeros. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aTornRelayLogIsFetchedAgain(boolean zeros) throws Exception {
    failOverToPdx();
    restartIad();
    rejoin();
    group.server("iad").execute("STOP REPLICA SQL_THREAD");
    group.insert("pdx", ROWS + 1, 3 * ROWS);
    await().until(() -> relayLogHolds(group.executed("pdx")));
    group.server("iad").kill();
    tear(newestRelayLog(), zeros);
    restartIad();
    assertThat(relayLogHolds(group.executed("pdx"))).isFalse();
    await()
        .ignoreExceptions()
        .until(() -> rejoin().outcome() == Outcome.REPLICATING && group.rows("iad") == 3 * ROWS);
    assertIadFollows();
  }

  private boolean relayLogHolds(String set) throws Exception {
    return group
        .server("iad")
        .value(
            "SELECT GTID_SUBSET('%s', CONCAT(@@GLOBAL.gtid_executed, ',', RECEIVED_TRANSACTION_SET)) FROM performance_schema.replication_connection_status"
                .formatted(set.replace("\n", "")))
        .equals("1");
  }

  private Path newestRelayLog() throws IOException {
    try (Stream<Path> files = Files.list(group.server("iad").dataDirectory())) {
      return files
          .filter(file -> file.getFileName().toString().matches(".*relay-bin\\.\\d+"))
          .max(Comparator.naturalOrder())
          .orElseThrow();
    }
  }

  private static void tear(Path file, boolean zeros) throws IOException {
    try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "rw")) {
      long length = log.length();
      log.setLength(length - 2_000);
      if (zeros) {
        log.setLength(length);
      }
    }
  }

  @Test
  void divergentSiteIsReportedExactlyAndLeftAlone() throws Exception {
    failOverToPdx();
    restartIad();
    String uuid = group.server("iad").value("SELECT @@server_uuid");
    String common = group.executed("iad");
    group.server("iad").open();
    group.insert("iad", 101, 103);
    group.close("iad");
    group.insert("pdx", 201, 202);

    RejoinResult result = rejoin();

    GtidSet own = GtidSet.parse(group.executed("iad")).subtract(GtidSet.parse(common));
    assertThat(result.outcome()).isEqualTo(Outcome.DIVERGENT);
    assertThat(result.divergentGtid()).isEqualTo(own.toString()).startsWith(uuid);
    assertThat(result.divergentCount()).isEqualTo(3);
    assertThat(group.rows("iad")).isEqualTo(ROWS + 3);
    assertThat(
            group
                .server("iad")
                .value("SELECT COUNT(*) FROM performance_schema.replication_connection_status"))
        .isEqualTo("0");
    // nor does a clone overwrite it
    assertThat(cloneIad().outcome()).isEqualTo(Outcome.DIVERGENT);
    assertThat(group.rows("iad")).isEqualTo(ROWS + 3);
  }

  @Test
  void emptySiteIsClonedOnceAndFollows() throws Exception {
    group.open("pdx", 2);
    group.createTable("pdx");
    group.insert("pdx", 1, ROWS);
    assertThat(rejoin().outcome()).isEqualTo(Outcome.NEEDS_CLONE);

    assertThat(cloneIad().outcome()).isEqualTo(Outcome.REPLICATING);
    assertThat(group.attempt.progress).isNotEmpty();
    assertIadFollows();

    String started =
        group.server("iad").value("SELECT BEGIN_TIME FROM performance_schema.clone_status");
    assertThat(cloneIad().outcome()).isEqualTo(Outcome.REPLICATING);
    assertThat(group.server("iad").value("SELECT BEGIN_TIME FROM performance_schema.clone_status"))
        .isEqualTo(started);
  }

  @Test
  void cloneOfADonorWithoutTransactionsIsEnough() throws Exception {
    group.open("pdx", 2);
    assertThat(cloneIad().outcome()).isEqualTo(Outcome.REPLICATING);
    group.createTable("pdx");
    await().until(() -> group.executed("iad").equals(group.executed("pdx")));
    assertIadFollows();
  }

  @Test
  void schemasWithoutTransactionsAreNoObstacleToAClone() throws Exception {
    // as a sidecar leaves them that was about to open the site
    group
        .server("iad")
        .execute(
            "SET GLOBAL super_read_only = OFF",
            "SET SESSION sql_log_bin = 0",
            "CREATE SCHEMA bloodraven",
            "CREATE TABLE bloodraven.heartbeat (id INT PRIMARY KEY)",
            "SET GLOBAL super_read_only = ON");
    group.open("pdx", 2);
    group.createTable("pdx");
    group.insert("pdx", 1, ROWS);
    assertThat(cloneIad().outcome()).isEqualTo(Outcome.REPLICATING);
    assertIadFollows();
  }

  @Test
  void failedCloneLeavesTheSiteClosedAndIsTriedAgain() throws Exception {
    group.open("pdx", 2);
    group.createTable("pdx");
    group.insert("pdx", 1, ROWS);
    group.server("pdx").execute("UNINSTALL PLUGIN clone");
    assertThatThrownBy(this::cloneIad)
        .isInstanceOfSatisfying(
            ApplicationFailure.class, e -> assertThat(e.isNonRetryable()).isFalse());
    assertThat(group.server("iad").value("SELECT @@GLOBAL.super_read_only")).isEqualTo("1");

    group.server("pdx").execute("INSTALL PLUGIN clone SONAME 'mysql_clone.so'");
    assertThat(cloneIad().outcome()).isEqualTo(Outcome.REPLICATING);
    assertIadFollows();
  }

  @Test
  void purgedLogsNeedACloneIntoAnEmptyDirectory() throws Exception {
    failOverToPdx();
    group.insert("pdx", ROWS + 1, ROWS + 5);
    purgeLogsOfPdx();
    restartIad();

    assertThat(rejoin().outcome()).isEqualTo(Outcome.NEEDS_CLONE);
    assertThatThrownBy(this::cloneIad)
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            e -> {
              assertThat(e.getType()).isEqualTo("DataNotEmpty");
              assertThat(e.isNonRetryable()).isTrue();
            });
    assertThat(group.rows("iad")).isEqualTo(ROWS);
  }

  /** The rows may be there all the same, so nothing but a clone makes the two equal for certain. */
  @Test
  void aSiteThatForgotWhatItMadeItselfNeedsAClone() throws Exception {
    failOverToPdx();
    restartIad();
    GtidSet made = GtidSet.parse(group.executed("iad"));
    String uuid = group.server("iad").value("SELECT @@server_uuid");
    GtidSet forgotten = GtidSet.parse(uuid + ":" + (made.count() - 1) + "-" + made.count());
    group
        .server("iad")
        .execute(
            "SET GLOBAL super_read_only = OFF",
            "RESET BINARY LOGS AND GTIDS",
            "SET GLOBAL gtid_purged = '" + made.subtract(forgotten) + "'",
            "SET GLOBAL super_read_only = ON");

    RejoinResult result = rejoin();

    assertThat(result.outcome()).isEqualTo(Outcome.NEEDS_CLONE);
    assertThat(result.message()).contains(forgotten.toString());
  }

  @Test
  void repointingDrainsFirst() throws Exception {
    group.close();
    group = new TestingGroup("iad", "pdx", "sfo");
    group.open("sfo", 1);
    group.createTable("sfo");
    group.replicate("pdx", "sfo");
    group.replicate("iad", "sfo");
    await().until(() -> group.executed("iad").equals(group.executed("sfo")));
    group.server("iad").execute("STOP REPLICA SQL_THREAD");
    group.insert("sfo", 1, ROWS);
    String all = group.executed("sfo");
    await().until(() -> GtidSet.parse(group.received("iad")).contains(GtidSet.parse(all)));
    await().until(() -> group.executed("pdx").equals(all));
    group.server("sfo").kill();
    // what was received is not in the new source's logs any more: only the relay log has it
    group.failover.prepare(group.ref, "pdx", 2, List.of());
    group.failover.promote(group.ref, "pdx", 2, List.of());
    purgeLogsOfPdx();

    assertThat(rejoin().outcome()).isEqualTo(Outcome.REPLICATING);
    assertThat(group.rows("iad")).isEqualTo(ROWS);
    assertIadFollows();
  }

  @Test
  void onlyAClosedSiteFollowsAndOnlyTheHolderIsFollowed() throws Exception {
    failOverToPdx();
    restartIad();
    group.sidecar("iad").writable = true;
    assertFails(SiteChecks.SITE_OPEN, false);
    group.sidecar("iad").writable = false;
    group.sidecar("pdx").holdingEpoch = 0;
    assertFails(SiteChecks.SOURCE_NOT_OPEN, false);
    group.sidecar("pdx").holdingEpoch = 2;
    group.sidecar("iad").highestEpoch = 3;
    assertFails(FailoverActivities.SUPERSEDED, true);
    assertThat(
            group
                .server("iad")
                .value("SELECT COUNT(*) FROM performance_schema.replication_connection_status"))
        .isEqualTo("0");
  }

  private void assertFails(String type, boolean verdict) {
    for (Runnable step : List.<Runnable>of(this::rejoin, this::cloneIad)) {
      assertThatThrownBy(step::run)
          .isInstanceOfSatisfying(
              ApplicationFailure.class,
              e -> {
                assertThat(e.getType()).isEqualTo(type);
                assertThat(e.isNonRetryable()).isEqualTo(verdict);
              });
    }
  }

  @Test
  void straySiteIsFenced() {
    group.sidecar("iad").writable = true;
    assertThat(group.repair.fenceStray(group.ref, "iad", 4, "stale epoch").fenced()).isTrue();
    assertThat(group.sidecar("iad").asked(FenceRequest.class))
        .containsExactly(new FenceRequest("default", "main", "iad", 4, false, "stale epoch"));
  }
}
