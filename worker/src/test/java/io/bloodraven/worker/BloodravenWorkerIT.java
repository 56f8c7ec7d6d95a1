package io.bloodraven.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bloodraven.testing.TemporalServer;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A worker as it runs in its pod, against a real Temporal. */
final class BloodravenWorkerIT {
  @AutoClose private static final TemporalServer SERVER = TemporalServer.start();

  @Test
  void isReadyOnceTemporalHasAnsweredAndItIsWarm() throws Exception {
    WorkerSettings settings =
        new WorkerSettings(SERVER.address(), "default", "worker-1", "", "sidecar:1");
    try (WorkerMetrics metrics = new WorkerMetrics();
        TemporalConnection temporal = new TemporalConnection(settings, metrics.scope());
        WiredActivities activities = new WiredActivities(settings);
        BloodravenWorker worker = new BloodravenWorker(temporal.client(), activities.all());
        HealthServer health = new HealthServer(0, worker::ready, metrics::text)) {
      assertThat(HealthServerTest.get(health, "/readyz").statusCode()).isEqualTo(503);
      await().atMost(Duration.ofSeconds(30)).until(temporal::answers);
      worker.start();
      assertThat(HealthServerTest.get(health, "/readyz").statusCode()).isEqualTo(503);
      worker.rehearse();
      assertThat(HealthServerTest.get(health, "/readyz").statusCode()).isEqualTo(200);
      await()
          .untilAsserted(() ->
              assertThat(HealthServerTest.get(health, "/metrics").body())
                  .contains("temporal_workflow_completed")
                  .doesNotContain("bloodraven_failover_phase"));
      SERVER.kill();
      assertThat(temporal.answers()).isFalse();
      assertThat(HealthServerTest.get(health, "/healthz").statusCode()).isEqualTo(200);
    }
  }
}
