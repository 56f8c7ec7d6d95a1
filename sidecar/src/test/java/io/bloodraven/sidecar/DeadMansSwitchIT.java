package io.bloodraven.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bloodraven.api.health.ServerState;
import io.bloodraven.testing.ApiServer;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A sidecar that can do nothing any more: the server closes by itself before the lease ends. */
class DeadMansSwitchIT {
  private static final Duration LEASE = Duration.ofSeconds(6);

  @AutoClose private static final ApiServer API = ApiServer.start();

  @Test
  void aFrozenSidecarsServerClosesAndItsThawOpensItAgain() throws Exception {
    try (TestingGroup group = new TestingGroup(API, "iad");
        TestingSite iad = new TestingSite(group, "iad")) {
      iad.stopSidecar();
      try (TestingSidecarProcess process = new TestingSidecarProcess(iad)) {
        iad.awaitServer(ServerState.UP);
        await().atMost(Duration.ofSeconds(10)).until(() -> iad.claim(1).body().taken());
        assertThat(iad.open(1, 10_000).body().open()).isTrue();
        iad.createApplication();
        assertThat(iad.takesWrites()).isTrue();

        process.signal("STOP");
        long frozen = System.nanoTime();
        await().pollInterval(Duration.ofMillis(50)).atMost(LEASE).until(() -> !iad.takesWrites());
        System.out.println(
            "closed by itself "
                + (System.nanoTime() - frozen) / 1_000_000
                + " ms after the freeze");
        assertThat(iad.mysql.value("SELECT @@GLOBAL.super_read_only")).isEqualTo("1");
        assertThat(iad.mysql.value("SELECT @@GLOBAL.offline_mode")).isEqualTo("0");

        process.signal("CONT");
        await().atMost(Duration.ofSeconds(10)).until(iad::takesWrites);

        process.signal("KILL");
        await().pollInterval(Duration.ofMillis(50)).atMost(LEASE).until(() -> !iad.takesWrites());
      }
    }
  }
}
