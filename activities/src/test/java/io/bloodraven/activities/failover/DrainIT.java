package io.bloodraven.activities.failover;

import static io.bloodraven.activities.failover.TestingFailover.ROWS;
import static io.bloodraven.activities.failover.TestingFailover.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bloodraven.activities.TestingCable;
import io.bloodraven.activities.TestingGroup;
import io.bloodraven.activities.mysql.ReplicationChannel;
import io.bloodraven.api.gtid.GtidSet;
import io.bloodraven.workflows.failover.FailoverActivities;
import io.bloodraven.workflows.failover.Preparation;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What pdx has received and not yet applied when iad gets into trouble, and what still comes. */
@Execution(ExecutionMode.CONCURRENT)
class DrainIT {
  @AutoClose private final TestingFailover failover = new TestingFailover();
  private final TestingGroup group = failover.group;

  @Test
  void backlogIsDrainedThoughTheApplierWasStopped() throws Exception {
    failover.replicateAll();
    group.server("pdx").execute("STOP REPLICA SQL_THREAD");
    group.insert("iad", ROWS + 1, ROWS + 300);
    String before = group.executed("iad");
    await().until(() -> GtidSet.parse(before).equals(failover.receivedOrExecuted()));
    failover.crash();

    assertThat(failover.prepare(2).gtidExecuted()).isEqualTo(before);
    assertThat(group.attempt.progress).contains("300 received transactions to apply");
    failover.promote(2);
    failover.assertPdxIsOpenWith(ROWS + 300);
  }

  @Test
  void brokenApplierIsAVerdictAndDiscardsNothing() throws Exception {
    failover.replicateAll();
    group
        .server("pdx")
        .execute(
            "SET SESSION sql_log_bin = 0",
            "SET GLOBAL super_read_only = OFF",
            "INSERT INTO app.t (id) VALUES (" + (ROWS + 1) + ")",
            "SET GLOBAL super_read_only = ON");
    group.insert("iad", ROWS + 1, ROWS + 3);
    String before = group.executed("iad");
    await().until(() -> GtidSet.parse(before).equals(failover.receivedOrExecuted()));
    failover.crash();

    assertFails(() -> failover.prepare(2), FailoverActivities.APPLIER_BROKEN);
    assertFails(() -> failover.promote(2), FailoverActivities.APPLIER_BROKEN);
    assertThat(failover.receivedOrExecuted()).isEqualTo(GtidSet.parse(before));
    assertThat(group.server("pdx").value("SELECT @@GLOBAL.super_read_only")).isEqualTo("1");

    group
        .server("pdx")
        .execute(
            "SET SESSION sql_log_bin = 0",
            "SET GLOBAL super_read_only = OFF",
            "DELETE FROM app.t WHERE id > " + ROWS,
            "SET GLOBAL super_read_only = ON");
    assertThat(failover.prepare(2).gtidExecuted()).isEqualTo(before);
    failover.promote(2);
    failover.assertPdxIsOpenWith(ROWS + 3);
  }

  /** A backup's lock, a dump's, a report's: each keeps the applier from the last transactions. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "LOCK INSTANCE FOR BACKUP | ALTER TABLE app.t ADD COLUMN more INT",
        "FLUSH TABLES WITH READ LOCK | DELETE FROM app.t WHERE id = 49",
        "LOCK TABLES app.t READ | UPDATE app.t SET text = 'new' WHERE id = 1",
        "SELECT COUNT(*) FROM app.t | ALTER TABLE app.t ADD COLUMN more INT",
        "SELECT * FROM app.t FOR SHARE | DELETE FROM app.t WHERE id = 50",
      })
  void aClientWhoseLockHoldsTheCandidateUpIsEnded(String lock, String change) throws Exception {
    failover.replicateAll();
    try (Connection client = group.server("pdx").connect();
        Connection bystander = group.server("pdx").connect();
        Statement statement = client.createStatement()) {
      client.setAutoCommit(false);
      statement.execute(lock);
      group.server("iad").execute(change);
      group.insert("iad", ROWS + 1, ROWS + 1);
      String before = group.executed("iad");
      await().until(() -> GtidSet.parse(before).equals(failover.receivedOrExecuted()));
      failover.crash();

      long start = System.nanoTime();
      assertThat(failover.prepare(2).gtidExecuted()).isEqualTo(before);
      failover.promote(2);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
      assertThat(client.isValid(1)).isFalse();
      assertThat(bystander.isValid(1)).isTrue();
      assertThat(group.attempt.progress).contains("ended clients whose locks were in the way: 1");
    }
    group.insert("pdx", ROWS + 2, ROWS + 2);
  }

  @Test
  void halfReceivedTransactionHoldsNothingUp() throws Exception {
    try (TestingCable cable = new TestingCable(group.server("iad").port())) {
      group.detour("iad", cable.port());
      failover.replicateAll();
      String before = group.executed("iad");
      cable.cutAfter(300_000);
      // one event must fit into a packet; the transaction must not fit into what is let through
      group
          .server("iad")
          .execute(
              "BEGIN",
              "INSERT INTO app.t VALUES (9001, REPEAT('x', 100000))",
              "INSERT INTO app.t VALUES (9002, REPEAT('y', 100000))",
              "INSERT INTO app.t VALUES (9003, REPEAT('z', 900000))",
              "COMMIT");
      await().until(cable::isCut);
      await().until(() -> !group.receiver("pdx").equals("ON"));
      failover.crash();

      long start = System.nanoTime();
      assertThat(failover.prepare(2).gtidExecuted()).isEqualTo(before);
      failover.promote(2);
      // STOP REPLICA alone hangs for a minute here
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
      failover.assertPdxIsOpenWith(ROWS);
    }
  }

  @Test
  void receiverThatIsConnectingDoesNotResume() throws Exception {
    failover.replicateAll();
    String before = group.executed("iad");
    failover.crash();
    await().until(() -> group.receiver("pdx").equals("CONNECTING"));
    // already while the applier still has something to do
    group.sessions.call(
        group.ref,
        "pdx",
        Duration.ofSeconds(10),
        session -> {
          ReplicationChannel.read(session).orElseThrow().stopReceiver(session);
          return true;
        });
    assertThat(group.receiver("pdx")).isEqualTo("OFF");
    group.server("pdx").execute("START REPLICA IO_THREAD");
    await().until(() -> group.receiver("pdx").equals("CONNECTING"));

    failover.prepare(2);
    assertThat(group.receiver("pdx")).isEqualTo("OFF");
    // the old primary comes back, and were it asked, it would send this
    group.server("iad").start();
    group.server("iad").open();
    group.insert("iad", ROWS + 1, ROWS + 1);
    failover.promote(2);
    assertThat(group.executed("pdx")).isEqualTo(before);
    failover.assertPdxIsOpenWith(ROWS);
  }

  /** Its sidecar is frozen, say: until its lease is over it acknowledges writes. */
  @Test
  void whatTheOldPrimaryTakesUntilItsLeaseIsOverIsReceived() throws Exception {
    failover.replicateAll();
    group.sidecar("pdx").claimWaitMillis = 2_000;
    FutureTask<Preparation> preparing = new FutureTask<>(() -> failover.prepare(2));
    Thread.startVirtualThread(preparing);
    await().until(() -> group.attempt.progress.stream().anyMatch(line -> line.contains("lease")));
    group.insert("iad", ROWS + 1, ROWS + 3);
    assertThat(preparing.get().gtidExecuted()).isEqualTo(group.executed("iad"));
    assertThat(group.receiver("pdx")).isEqualTo("OFF");
  }

  @Test
  void aSilentSourceIsNotWaitedFor() throws Exception {
    failover.replicateAll();
    group.sidecar("pdx").claimWaitMillis = 60_000;
    group.server("iad").freeze();
    await().during(Duration.ofSeconds(2)).until(() -> group.receiver("pdx").equals("ON"));
    long start = System.nanoTime();
    failover.prepare(2);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    assertThat(group.attempt.progress).noneMatch(line -> line.contains("lease is over"));
  }
}
