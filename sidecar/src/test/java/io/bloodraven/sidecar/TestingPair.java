package io.bloodraven.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bloodraven.api.health.ServerState;
import io.bloodraven.testing.ApiServer;
import java.sql.SQLException;
import java.time.Duration;

/** A group of two sites: iad is open at epoch 1, with a table of an application; pdx is closed. */
final class TestingPair implements AutoCloseable {
  private static final String BOTH = "iad,pdx";

  final TestingGroup group;
  final TestingSite iad;
  final TestingSite pdx;

  TestingPair() {
    this(new TestingGroup(BOTH));
  }

  TestingPair(ApiServer api) {
    this(new TestingGroup(api, BOTH));
  }

  private TestingPair(TestingGroup group) {
    this.group = group;
    iad = new TestingSite(group, "iad");
    pdx = new TestingSite(group, "pdx");
    iad.awaitServer(ServerState.UP);
    pdx.awaitServer(ServerState.UP);
    assertThat(iad.claim(1).body().taken()).isTrue();
    assertThat(iad.open(1, 10_000).body().open()).isTrue();
    try {
      iad.createApplication();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Waits until pdx has vouched for iad. */
  TestingPair vouched() {
    await().atMost(Duration.ofSeconds(5)).until(() -> pdx.status().lease().vouchedAgoMillis() >= 0);
    return this;
  }

  /** Waits while iad takes writes all the time, and fails when it does not. */
  void awaitOpenFor(Duration time) {
    await()
        .during(time)
        .atMost(time.plusSeconds(5))
        .pollInterval(Duration.ofMillis(300))
        .until(iad::takesWrites);
  }

  @Override
  public void close() {
    iad.close();
    pdx.close();
    group.close();
  }
}
