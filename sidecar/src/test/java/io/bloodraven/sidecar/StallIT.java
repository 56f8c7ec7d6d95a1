package io.bloodraven.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bloodraven.api.gtid.GtidSet;
import io.bloodraven.api.health.Heartbeat;
import io.bloodraven.api.health.ServerState;
import io.bloodraven.api.lease.FenceProof;
import io.bloodraven.api.lease.FenceReply;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Real servers that answer reads while their writes hang: found, told, closed when asked. */
class StallIT {
  @AutoClose private final TestingPair pair = new TestingPair();
  private final TestingSite iad = pair.iad;
  private final TestingSite pdx = pair.pdx;

  @Test
  void writesThatHangAreFoundWhileReadsAnswerAndTheirReturnToo() throws Exception {
    String gtids = iad.mysql.value("SELECT @@GLOBAL.gtid_executed");
    try (Connection locker = iad.mysql.connect();
        Statement statement = locker.createStatement()) {
      statement.execute("FLUSH TABLES WITH READ LOCK");
      Stopwatch locked = new Stopwatch();
      awaitStall();
      System.out.println("told stalled after " + locked.millis() + " ms");
      assertThat(locked.millis()).isBetween(1_400L, 3_500L);
      Heartbeat beat = iad.status();
      assertThat(beat.writable()).isTrue();
      assertThat(beat.troubles()).anyMatch(text -> text.contains("has taken no write for 2000 ms"));
      assertThat(iad.mysql.value("SELECT COUNT(*) FROM shop.item")).isEqualTo("0");
      // what hangs in the server is bounded by what the sidecar keeps open
      assertThat(waitingForLocks()).isLessThanOrEqualTo(3);
      statement.execute("UNLOCK TABLES");
    }
    await().atMost(Duration.ofSeconds(10)).until(() -> iad.status().server() == ServerState.UP);
    await().atMost(Duration.ofSeconds(10)).until(iad::takesWrites);
    assertThat(iad.status().troubles()).isEmpty();
    // of all this nothing has reached the binary log but the write of the application
    assertThat(Long.parseLong(iad.mysql.value("SELECT COUNT(*) FROM shop.item"))).isEqualTo(1);
    assertThat(transactions(iad.mysql.value("SELECT @@GLOBAL.gtid_executed")))
        .isEqualTo(transactions(gtids) + 1);
  }

  @Test
  void aStandbyIsWrittenNothing() throws Exception {
    long before = replaced(iad);
    await().atMost(Duration.ofSeconds(10)).until(() -> replaced(iad) > before + 3);
    assertThat(replaced(pdx)).isZero();
    assertThat(pdx.mysql.value("SELECT @@GLOBAL.gtid_executed")).isEmpty();
  }

  @Test
  void aStalledServerIsFencedAtOnceWhileWritesAreLocked() throws Exception {
    try (Connection locker = iad.mysql.connect();
        Statement statement = locker.createStatement()) {
      statement.execute("FLUSH TABLES WITH READ LOCK");
      awaitStall();
      fences();
    }
  }

  @Test
  void aWriteInsideTheServerThatNeverReturnsDoesNotHoldUpItsFence() throws Exception {
    try (Connection locker = iad.mysql.connect();
        Statement statement = locker.createStatement()) {
      locker.setAutoCommit(false);
      statement.execute("SELECT * FROM bloodraven.heartbeat FOR UPDATE");
      awaitStall();
      fences();
      await().atMost(Duration.ofSeconds(2)).until(() -> !iad.mysql.isRunning());
    } catch (SQLException killed) {
      assertThat(iad.mysql.isRunning()).isFalse();
    }
  }

  /** The scheduler of events waits for the backup's lock then, with a lock that closing needs. */
  @Test
  void aServerThatIsBeingBackedUpIsFencedWithoutBeingKilled() throws Exception {
    iad.mysql.execute("GRANT BACKUP_ADMIN ON *.* TO app@'%'");
    long pid = iad.mysql.pid();
    try (Connection backup = iad.connect();
        Statement statement = backup.createStatement()) {
      statement.execute("LOCK INSTANCE FOR BACKUP");
      await().atMost(Duration.ofSeconds(10)).until(() -> waitingForLocks() > 0);
      fences();
    }
    assertThat(iad.mysql.isRunning()).isTrue();
    assertThat(iad.mysql.pid()).isEqualTo(pid);
  }

  private void fences() {
    Stopwatch began = new Stopwatch();
    FenceReply reply = iad.fence(2, false).body();
    System.out.println("fenced while stalled in " + began.millis() + " ms");
    assertThat(reply.fenced()).isTrue();
    assertThat(reply.proof()).isEqualTo(new FenceProof("iad", "pod-iad", 1, 0));
    assertThat(began.millis()).isLessThan(2_500);
  }

  private void awaitStall() {
    await()
        .pollInterval(Duration.ofMillis(50))
        .atMost(Duration.ofSeconds(10))
        .until(() -> iad.status().server() == ServerState.STALLED);
  }

  private long waitingForLocks() throws SQLException {
    return Long.parseLong(
        iad.mysql.value(
            "SELECT COUNT(*) FROM performance_schema.processlist WHERE STATE LIKE 'Waiting for%lock'"));
  }

  private static long replaced(TestingSite site) throws SQLException {
    return Long.parseLong(
        site.mysql.value(
            "SELECT COUNT_STAR FROM performance_schema.events_statements_summary_global_by_event_name WHERE EVENT_NAME = 'statement/sql/replace'"));
  }

  private static long transactions(String gtids) {
    return GtidSet.parse(gtids).count();
  }
}
