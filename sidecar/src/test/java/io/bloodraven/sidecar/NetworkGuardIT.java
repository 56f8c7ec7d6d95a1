package io.bloodraven.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bloodraven.api.group.NetworkGuard;
import io.bloodraven.api.health.ServerState;
import io.bloodraven.api.lease.OpenReply;
import io.bloodraven.api.lease.Refusal;
import io.bloodraven.sidecar.fence.NftException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * When the guard is set and when it goes, with a real server and a real Lease; its rules in a real
 * kernel are tried by {@code PortGuardIT}.
 */
@Execution(ExecutionMode.CONCURRENT)
class NetworkGuardIT {
  private static final Duration SOON = Duration.ofSeconds(10);

  private static void claim(TestingSite site) {
    site.awaitServer(ServerState.UP);
    await().atMost(SOON).until(() -> site.claim(1).body().taken());
  }

  private static void open(TestingSite site) throws Exception {
    claim(site);
    assertThat(site.open(1, 10_000).body().open()).isTrue();
    site.createApplication();
  }

  @Test
  void guardsAnOpenServerOnlyAndSaysSo() throws Exception {
    try (TestingGroup group = new TestingGroup("iad");
        TestingSite iad = new TestingSite(group, "iad", NetworkGuard.AUTO)) {
      iad.awaitServer(ServerState.UP);
      assertThat(iad.nft.hasRules()).isFalse();
      open(iad);
      assertThat(iad.nft.hasRules()).isTrue();
      assertThat(iad.status().armedSwitches()).containsExactly("mysql-event", "network-guard");
      assertThat(iad.status().troubles()).isEmpty();
      await()
          .during(Duration.ofSeconds(8))
          .atMost(Duration.ofSeconds(9))
          .until(iad.nft::letsClientsIn);

      iad.fence(2, false);
      await().atMost(SOON).until(() -> !iad.nft.hasRules());
      assertThat(iad.status().armedSwitches()).isEmpty();
    }
  }

  @Test
  void aServerThatClosedByItselfIsReachableAgain() throws Exception {
    try (TestingGroup group = new TestingGroup("iad");
        TestingSite iad = new TestingSite(group, "iad", NetworkGuard.AUTO)) {
      open(iad);
      iad.fence(2, false); // so that it is not simply opened again
      await().atMost(SOON).until(() -> !iad.nft.hasRules());
      iad.stopSidecar();
      // what a sidecar leaves that was killed while its server was open
      iad.nft.run("table inet bloodraven_guard { set open { elements = {} } }\n", 1_000);
      assertThat(iad.nft.letsClientsIn()).isFalse();

      iad.startSidecar();
      await().atMost(SOON).until(() -> !iad.nft.hasRules());
      assertThat(iad.takesWrites()).isFalse();
    }
  }

  @Test
  void clientsShutOutDuringTheLeaseAreLetInAgainByOpeningAnew() throws Exception {
    try (TestingGroup group = new TestingGroup("iad");
        TestingSite iad = new TestingSite(group, "iad", NetworkGuard.ON)) {
      open(iad);
      iad.nft.failWith(NftException.refused("nft is ill"));
      await().atMost(SOON).until(() -> !iad.nft.letsClientsIn());
      assertThat(iad.status().troubles()).anyMatch(trouble -> trouble.contains("nft is ill"));

      iad.nft.failWith(null);
      await().atMost(SOON).until(() -> iad.nft.letsClientsIn() && iad.takesWrites());
      assertThat(iad.nft.hasRules()).isTrue();
      await().atMost(SOON).until(() -> iad.status().troubles().isEmpty());
      assertThat(iad.status().lease().holdingEpoch()).isEqualTo(1);
    }
  }

  @Test
  void withoutTheGuardThatIsDemandedItDoesNotOpen() {
    try (TestingGroup group = new TestingGroup("iad");
        TestingSite iad = new TestingSite(group, "iad", NetworkGuard.ON)) {
      iad.nft.failWith(NftException.refused("Operation not permitted"));
      claim(iad);

      // a sidecar that has just started waits first, as if it had promised something
      OpenReply reply = iad.open(1, 10_000).body();
      assertThat(reply.open()).isFalse();
      assertThat(reply.refusal()).isEqualTo(Refusal.GUARD_UNAVAILABLE);
      assertThat(iad.status().troubles()).anyMatch(trouble -> trouble.contains("not permitted"));
      assertThat(iad.status().writable()).isFalse();

      iad.nft.failWith(null);
      await().atMost(SOON).until(() -> iad.open(1, 1_000).body().open());
    }
  }

  @Test
  void withoutTheGuardThatIsOnlyWishedForItOpensAndSaysSo() throws Exception {
    try (TestingGroup group = new TestingGroup("iad");
        TestingSite iad = new TestingSite(group, "iad", NetworkGuard.AUTO)) {
      iad.nft.failWith(NftException.refused("Operation not permitted"));
      open(iad);
      assertThat(iad.takesWrites()).isTrue();
      assertThat(iad.status().armedSwitches()).containsExactly("mysql-event");
      assertThat(iad.status().troubles()).anyMatch(trouble -> trouble.contains("not permitted"));
    }
  }

  @Test
  void saysWithWhichStatusTheApiServerRefuses() throws Exception {
    try (TestingGroup group = new TestingGroup("iad");
        TestingSite iad = new TestingSite(group, "iad")) {
      iad.awaitServer(ServerState.UP);
      await().atMost(SOON).until(() -> iad.status().lease().leaseChangedAgoMillis() >= 0);
      group.forgeApiToken();
      assertThat(iad.claim(1).body().refusal()).isEqualTo(Refusal.API_FORBIDDEN);
      assertThat(iad.status().troubles()).anyMatch(trouble -> trouble.endsWith("answers 401"));
    }
  }
}
