package io.bloodraven.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bloodraven.api.health.ServerState;
import io.bloodraven.testing.ApiServer;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Two sites, real servers: what the lease allows and when. */
class LeaseIT {
  @AutoClose private static final ApiServer API = ApiServer.start();

  @Test
  void opensAnEmptyGroupAtEpochOne() throws Exception {
    try (TestingGroup group = new TestingGroup(API, "iad,pdx");
        TestingSite iad = new TestingSite(group, "iad");
        TestingSite pdx = new TestingSite(group, "pdx")) {
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() ->
              iad.status().server() == ServerState.UP && pdx.status().server() == ServerState.UP);

      assertThat(iad.claim(1).body().taken()).isTrue();
      assertThat(iad.open(1, 10_000).body().open()).isTrue();
      iad.createApplication();
      assertThat(iad.takesWrites()).isTrue();
      assertThat(group.lease().getSpec().getHolderIdentity()).isEqualTo("iad/pod-iad");
      // four statements of the test and one write of the application, none of the sidecar
      assertThat(iad.status().gtidExecuted()).endsWith(":1-5");
    }
  }
}
