package io.bloodraven.playground.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionDescription;
import io.temporal.client.WorkflowStub;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * A healthy group costs nothing. How long it is watched is the system property {@code
 * bloodraven.quietSeconds}: five minutes by default. Meanwhile others may use the processors, as
 * long as they leave the playground alone.
 */
@ExtendWith(SharedPlayground.class)
@ResourceLock(value = "processors", mode = ResourceAccessMode.READ)
class QuietE2eIT {
  private static final Duration WATCHED =
      Duration.ofSeconds(Integer.getInteger("bloodraven.quietSeconds", 300));

  /** For the last of what came before, such as a run continued as new. */
  private static final Duration CALM = LivePlayground.SETTLED;

  private static final Duration PACE = Duration.ofSeconds(2);

  /**
   * What must not change.
   *
   * @param run of the entity workflow
   */
  private record Trace(String run, long historyLength, String leaseVersion) {}

  @Test
  void makesNoTemporalEventsAndNoLeaseWrites(LivePlayground live) throws Exception {
    WorkflowServiceStubs service =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder()
                .setTarget(live.status().temporalAddress())
                .build());
    try {
      WorkflowStub workflow =
          WorkflowClient.newInstance(service)
              .newUntypedWorkflowStub(live.status().groupRef().workflowId());
      AtomicReference<Trace> last = new AtomicReference<>();
      await()
          .during(WATCHED)
          .atMost(WATCHED.plus(CALM))
          .pollDelay(Duration.ZERO)
          .pollInterval(PACE)
          .untilAsserted(() -> {
            Trace now = trace(workflow, live);
            assertThat(now).isEqualTo(last.getAndSet(now));
          });
    } finally {
      service.shutdownNow();
    }
  }

  private static Trace trace(WorkflowStub workflow, LivePlayground live) {
    WorkflowExecutionDescription description = workflow.describe();
    return new Trace(
        description.getExecution().getRunId(),
        description.getHistoryLength(),
        live.cluster().leaseVersion());
  }
}
