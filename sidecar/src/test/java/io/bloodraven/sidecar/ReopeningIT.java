package io.bloodraven.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bloodraven.api.health.ServerState;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two sites, real servers, lease of 6 s: a site that closed and that nobody replaced. */
class ReopeningIT {
  @AutoClose private final TestingPair pair = new TestingPair().vouched();
  private final TestingSite iad = pair.iad;
  private final TestingSite pdx = pair.pdx;

  @Test
  void aServerThatCameBackIsOpenedAgainAtTheSameEpochAndMakesNoGtid() throws Exception {
    String gtids = iad.mysql.value("SELECT @@GLOBAL.gtid_executed");
    iad.mysql.kill();
    iad.awaitServer(ServerState.DEAD);
    iad.mysql.start();
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> iad.mysql.value("SELECT @@GLOBAL.read_only").equals("0"));
    assertThat(iad.mysql.value("SELECT @@GLOBAL.gtid_executed")).isEqualTo(gtids);
    await().atMost(Duration.ofSeconds(10)).until(iad::takesWrites);
    assertThat(iad.status().lease().holdingEpoch()).isEqualTo(1);
  }

  @Test
  void aSidecarThatEndsClosesAndItsNextLifeOpensAgain() throws Exception {
    iad.stopSidecar();
    assertThat(iad.mysql.value("SELECT @@GLOBAL.super_read_only")).isEqualTo("1");
    iad.startSidecar();
    await().atMost(Duration.ofSeconds(10)).until(iad::takesWrites);
    assertThat(iad.status().lease().holdingEpoch()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT1H", "-PT1H"})
  void aSteppedWallClockClosesTheServerAndItsEpochGoesOn(Duration step) throws Exception {
    try (Connection client = iad.connect()) {
      iad.wallClock.set(step);
      await()
          .pollInterval(Duration.ofMillis(20))
          .atMost(Duration.ofSeconds(2))
          .until(() -> isThrownOut(client));
    }
    await().atMost(Duration.ofSeconds(20)).until(iad::takesWrites);
    assertThat(iad.status().lease().holdingEpoch()).isEqualTo(1);
    assertThat(pdx.status().writable()).isFalse();
  }

  /** Closing ends the connections of applications: one that is still there was never closed. */
  private static boolean isThrownOut(Connection client) {
    try (Statement statement = client.createStatement()) {
      statement.execute("SELECT 1");
      return false;
    } catch (SQLException ended) {
      return true;
    }
  }
}
