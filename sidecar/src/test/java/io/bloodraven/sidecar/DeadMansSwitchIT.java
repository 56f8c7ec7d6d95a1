package io.bloodraven.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A sidecar that can do nothing any more: the server closes by itself before the lease ends. */
@Execution(ExecutionMode.CONCURRENT)
class DeadMansSwitchIT {
  private static final Duration LEASE = Duration.ofSeconds(6);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @AutoClose private final TestingGroup group = new TestingGroup("iad");

  /** How far the server's wall clock is from the machine's. */
  private static Duration off(TestingSite iad) throws SQLException {
    Instant there =
        Instant.ofEpochSecond(Long.parseLong(iad.mysql.value("SELECT UNIX_TIMESTAMP()")));
    return Duration.between(Instant.now(), there);
  }

  private static void awaitClosedByItself(TestingSite iad) {
    long began = System.nanoTime();
    await().pollInterval(Duration.ofMillis(50)).atMost(LEASE).until(() -> !iad.takesWrites());
    System.out.println("closed by itself after " + (System.nanoTime() - began) / 1_000_000 + " ms");
  }

  @Test
  void aFrozenSidecarsServerClosesAndItsThawOpensItAgain() throws Exception {
    try (TestingSite iad = new TestingSite(group, "iad")) {
      iad.stopSidecar();
      try (TestingSidecarProcess process = new TestingSidecarProcess(iad)) {
        EventSwitch.ofOpened(iad);
        process.signal("STOP");
        awaitClosedByItself(iad);
        assertThat(iad.mysql.value("SELECT @@GLOBAL.super_read_only")).isEqualTo("1");
        assertThat(iad.mysql.value("SELECT @@GLOBAL.offline_mode")).isEqualTo("0");

        process.signal("CONT");
        await().atMost(PATIENCE).until(iad::takesWrites);

        process.signal("KILL");
        awaitClosedByItself(iad);
      }
    }
  }

  /** The scheduler stands still then: it may not note in the dictionary what it begins. */
  @Test
  void itClosesWhileTheServerIsBeingBackedUp() throws Exception {
    try (TestingSite iad = new TestingSite(group, "iad")) {
      iad.stopSidecar();
      try (TestingSidecarProcess process = new TestingSidecarProcess(iad)) {
        EventSwitch.ofOpened(iad);
        try (Connection backup = iad.mysql.connect();
            Statement statement = backup.createStatement()) {
          statement.execute("LOCK INSTANCE FOR BACKUP");
          process.signal("KILL");
          awaitClosedByItself(iad);
        }
        await()
            .atMost(PATIENCE)
            .until(() -> iad.mysql.value("SELECT @@GLOBAL.super_read_only").equals("1"));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT1H", "-PT1H"})
  void itClosesAfterTheWallClockWasStepped(Duration step) throws Exception {
    try (TestingSite iad = TestingSite.withOneClock(group, "iad")) {
      iad.stopSidecar();
      try (TestingSidecarProcess process = new TestingSidecarProcess(iad)) {
        EventSwitch event = EventSwitch.ofOpened(iad);
        String stayed = event.whoStays();
        iad.wallClock.set(step);
        await().atMost(PATIENCE).until(() -> off(iad).minus(step).abs().toSeconds() < 10);
        await().atMost(PATIENCE).until(() -> event.isArmed() && !event.whoStays().equals(stayed));
        await().atMost(PATIENCE).until(iad::takesWrites);
        process.signal("KILL");
        awaitClosedByItself(iad);
      }
    }
  }
}
