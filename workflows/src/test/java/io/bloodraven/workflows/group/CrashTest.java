package io.bloodraven.workflows.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bloodraven.workflows.testing.TestingCluster;
import io.bloodraven.workflows.testing.TestingTemporal;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A group that runs, and its primary's mysqld dies. */
final class CrashTest {
  @Test
  void anotherSiteIsOpenedAndTheOldPrimaryBecomesItsReplica() {
    TestingCluster cluster = new TestingCluster("iad", "pdx").running("iad", 1);
    try (TestingTemporal temporal = new TestingTemporal(cluster)) {
      temporal.tell("watcher-1");
      await().until(() -> temporal.running().view().activeSite().equals("iad"));

      cluster.crash("iad");
      temporal.tell("watcher-1");
      await().untilAsserted(() -> assertThat(cluster.isOpen("pdx")).isTrue());
      await().until(() -> temporal.running().view().activeSite().equals("pdx"));

      cluster.restart("iad");
      temporal.tell("watcher-1");
      await().untilAsserted(() -> assertThat(cluster.sourceOf("iad")).isEqualTo("pdx"));
      temporal.tell("watcher-1");
      await()
          .untilAsserted(() ->
              assertThat(temporal.activities.status()).map(DecidedStatus::phase).contains("Ready"));
      assertThat(cluster.twoWereOpenAtOnce()).isFalse();
      assertThat(cluster.openings()).containsExactly("iad@1", "pdx@2");
      assertThat(temporal.activities.calls())
          .containsSubsequence("assess iad", "prepare pdx", "promote pdx", "writeStatus Degraded");
      assertThat(temporal.activities.count("fence")).isZero();
      temporal.pass(Duration.ofMinutes(1));
    }
  }
}
