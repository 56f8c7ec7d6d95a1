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
  private static final Duration CALM = Duration.ofSeconds(10);

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
      awaitCalm(workflow, live);
      Trace before = trace(workflow, live);
      await()
          .during(WATCHED)
          .atMost(WATCHED.plus(CALM))
          .pollDelay(Duration.ZERO)
          .pollInterval(CALM)
          .untilAsserted(() -> assertThat(trace(workflow, live)).isEqualTo(before));
    } finally {
      service.shutdownNow();
    }
  }

  /** The last of what came before, such as a run continued as new. */
  private static void awaitCalm(WorkflowStub workflow, LivePlayground live) {
    AtomicReference<Trace> last = new AtomicReference<>();
    await()
        .atMost(LivePlayground.SETTLED)
        .pollDelay(Duration.ZERO)
        .pollInterval(CALM)
        .until(() -> {
          Trace now = trace(workflow, live);
          return now.equals(last.getAndSet(now));
        });
  }

  private static Trace trace(WorkflowStub workflow, LivePlayground live) {
    WorkflowExecutionDescription description = workflow.describe();
    return new Trace(
        description.getExecution().getRunId(),
        description.getHistoryLength(),
        live.cluster().leaseVersion());
  }
}
