package io.bloodraven.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bloodraven.testing.ApiServer;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** As {@link LeaseIT}, when the API server, of which each test has its own, is away. */
@Execution(ExecutionMode.CONCURRENT)
class LeaseWithoutApiIT {
  private static final long LEASE = 6_000;

  @AutoClose private final ApiServer api = ApiServer.start();

  @AutoClose private final TestingPair pair = new TestingPair(api).vouched();
  private final TestingGroup group = pair.group;
  private final TestingSite iad = pair.iad;
  private final TestingSite pdx = pair.pdx;

  @Test
  void staysOpenByVouchesWithoutApiAndLeaseWrites() {
    String version = group.lease().getMetadata().getResourceVersion();
    api.stop();
    pair.awaitOpenFor(Duration.ofSeconds(12));
    api.restart();
    assertThat(group.lease().getMetadata().getResourceVersion()).isEqualTo(version);
  }

  @Test
  void closesInTimeWhenCutOffFromPeersAndApi() {
    api.stop();
    pdx.stopSidecar();
    Stopwatch cutOff = new Stopwatch();
    await()
        .pollInterval(Duration.ofMillis(50))
        .atMost(Duration.ofSeconds(10))
        .until(() -> !iad.takesWrites());
    assertThat(cutOff.millis()).isLessThan(LEASE - 500);
    api.restart();
    // nobody has taken the Lease meanwhile: the same epoch goes on by itself
    await().atMost(Duration.ofSeconds(20)).until(iad::takesWrites);
    assertThat(iad.status().lease().holdingEpoch()).isEqualTo(1);
  }
}
