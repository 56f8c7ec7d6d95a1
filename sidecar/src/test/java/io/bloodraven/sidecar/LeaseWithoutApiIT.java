package io.bloodraven.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bloodraven.testing.ApiServer;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** As {@link LeaseIT}, when the API server is away. */
class LeaseWithoutApiIT {
  private static final long LEASE = 6_000;

  @AutoClose private static final ApiServer API = ApiServer.start();

  @AutoClose private final TestingPair pair = new TestingPair(API).vouched();
  private final TestingGroup group = pair.group;
  private final TestingSite iad = pair.iad;
  private final TestingSite pdx = pair.pdx;

  @Test
  void staysOpenByVouchesWithoutApiAndLeaseWrites() {
    String version = group.lease().getMetadata().getResourceVersion();
    API.stop();
    try {
      pair.awaitOpenFor(Duration.ofSeconds(12));
    } finally {
      API.restart();
    }
    assertThat(group.lease().getMetadata().getResourceVersion()).isEqualTo(version);
  }

  @Test
  void closesInTimeWhenCutOffFromPeersAndApi() {
    API.stop();
    try {
      pdx.stopSidecar();
      Stopwatch cutOff = new Stopwatch();
      await()
          .pollInterval(Duration.ofMillis(50))
          .atMost(Duration.ofSeconds(10))
          .until(() -> !iad.takesWrites());
      assertThat(cutOff.millis()).isLessThan(LEASE - 500);
    } finally {
      API.restart();
    }
    // nobody has taken the Lease meanwhile: the same epoch goes on by itself
    await().atMost(Duration.ofSeconds(20)).until(iad::takesWrites);
    assertThat(iad.status().lease().holdingEpoch()).isEqualTo(1);
  }
}
