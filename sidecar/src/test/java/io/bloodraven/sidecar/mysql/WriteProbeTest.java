package io.bloodraven.sidecar.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The thread around {@link WriteStall}; the clock of the stall is the test's own. */
@Execution(ExecutionMode.CONCURRENT)
class WriteProbeTest {
  private static final long THRESHOLD = 2_000;

  private final TestingRow row = new TestingRow();
  private final AtomicBoolean open = new AtomicBoolean(true);
  private final AtomicBoolean full = new AtomicBoolean();
  private final WriteStall stall = new WriteStall(THRESHOLD, 0);
  private final WriteProbe probe = new WriteProbe(row, open::get, full::get, stall);
  private long now;

  @AfterEach
  void close() {
    probe.close();
    row.release();
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofSeconds(10)).pollInterval(Duration.ofMillis(5));
  }

  private void threshold() {
    for (long passed = 0; passed < THRESHOLD; passed += 100) {
      now += 100;
      stall.tick(now, open.get());
    }
  }

  private void awaitWrites(int more) {
    int before = row.begun.get();
    soon().until(() -> row.begun.get() >= before + more);
  }

  @Test
  void writesAgainAndAgain() {
    probe.start();
    soon().until(() -> row.committed.get() >= 3);
    threshold();
    assertThat(stall.isStalled()).isFalse();
  }

  @Test
  void oneWriteHangsAndNoSecondIsBegunBesideIt() {
    row.hang();
    probe.start();
    soon().until(() -> row.begun.get() == 1);
    threshold();
    assertThat(stall.isStalled()).isTrue();
    await()
        .during(Duration.ofMillis(1_200))
        .atMost(Duration.ofSeconds(5))
        .until(() -> row.begun.get() == 1);
    row.release();
    soon().until(() -> row.committed.get() >= 1 && !stall.isStalled());
  }

  @Test
  void aFullDiskIsAStallUntilAWriteSucceeds() {
    row.refuse(new SQLException("The table 'heartbeat' is full", "HY000", 1114));
    probe.start();
    awaitWrites(2);
    threshold();
    assertThat(stall.isStalled()).isTrue();
    assertThat(stall.reason()).contains("1114", "is full");
    row.refuse(null);
    soon().until(() -> !stall.isStalled());
  }

  @Test
  void aFullVolumeIsAStallThoughTheRowIsWritten() {
    full.set(true);
    probe.start();
    awaitWrites(2);
    threshold();
    assertThat(stall.isStalled()).isTrue();
    assertThat(stall.reason()).isEqualTo("its volume is full");
    full.set(false);
    soon().until(() -> !stall.isStalled());
  }

  @Test
  void beingClosedOrWithoutTableSaysNothingOfTheDisk() {
    row.refuse(
        new SQLException("The MySQL server is running with --super-read-only", "HY000", 1290));
    probe.start();
    awaitWrites(2);
    threshold();
    assertThat(stall.isStalled()).isFalse();
  }

  @Test
  void aServerWithoutAConnectionLeftIsNotStalled() {
    row.takeNoConnection();
    probe.start();
    await()
        .during(Duration.ofMillis(1_200))
        .atMost(Duration.ofSeconds(5))
        .until(() -> row.begun.get() == 0);
    threshold();
    assertThat(stall.isStalled()).isFalse();
  }

  @Test
  void aClosedServerIsWrittenNothing() {
    open.set(false);
    probe.start();
    await()
        .during(Duration.ofMillis(1_200))
        .atMost(Duration.ofSeconds(5))
        .until(() -> row.begun.get() == 0);
    open.set(true);
    soon().until(() -> row.committed.get() > 0);
  }
}
