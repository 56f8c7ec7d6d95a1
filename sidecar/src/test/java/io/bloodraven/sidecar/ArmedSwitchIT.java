package io.bloodraven.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A switch that closes an open server stays armed, whoever meddles with it. */
@Execution(ExecutionMode.CONCURRENT)
class ArmedSwitchIT {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @AutoClose private final TestingGroup group = new TestingGroup("iad");

  @ParameterizedTest
  @ValueSource(strings = {"SET GLOBAL event_scheduler = OFF", "KILL"})
  void whatSomebodySwitchedOffIsSwitchedOnAgain(String off) throws Exception {
    try (TestingSite iad = new TestingSite(group, "iad")) {
      EventSwitch event = EventSwitch.ofOpened(iad);
      String stayed = event.whoStays();
      try (Connection backup = iad.mysql.connect();
          Statement statement = backup.createStatement()) {
        if (off.equals("KILL")) {
          // nobody comes in his place as long as this is held
          statement.execute("LOCK INSTANCE FOR BACKUP");
          iad.mysql.execute("KILL " + stayed);
        } else {
          iad.mysql.execute(off);
        }
        awaitSwitchedOnAgain(iad, event);
      }
    }
  }

  private static void awaitSwitchedOnAgain(TestingSite iad, EventSwitch event) throws SQLException {
    await().atMost(PATIENCE).until(() -> iad.status().armedSwitches().isEmpty());
    await().atMost(PATIENCE).until(() -> iad.status().armedSwitches().contains("mysql-event"));
    assertThat(event.isArmed()).isTrue();
    assertThat(iad.mysql.value("SELECT @@GLOBAL.event_scheduler")).isEqualTo("ON");
    assertThat(iad.takesWrites()).isTrue();
  }
}
