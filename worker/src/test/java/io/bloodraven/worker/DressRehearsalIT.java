package io.bloodraven.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.uber.m3.tally.NoopScope;
import io.bloodraven.testing.TemporalServer;
import io.bloodraven.workflows.failover.EmergencyFailoverWorkflow;
import io.bloodraven.workflows.failover.FailoverResult;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowStub;
import io.temporal.worker.WorkerFactory;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The whole play, on a real Temporal. */
final class DressRehearsalIT {
  @AutoClose private static final TemporalServer SERVER = TemporalServer.start();

  @AutoClose
  private final TemporalConnection temporal =
      new TemporalConnection(
          new WorkerSettings(SERVER.address(), "default", "worker-1", "", "sidecar:1"),
          new NoopScope());

  @Test
  void failsOverOnceAndLeavesNothingBehind() throws Exception {
    WorkflowClient client = temporal.client();
    try (DressRehearsal rehearsal = rehearsal(Duration.ofSeconds(30))) {
      rehearsal.perform(1);
      String id = rehearsal.group(1).failoverWorkflowId(2);
      FailoverResult failover =
          WorkflowStub.fromTyped(client.newWorkflowStub(EmergencyFailoverWorkflow.class, id))
              .getResult(FailoverResult.class);
      assertThat(failover.outcome()).isEqualTo(FailoverResult.Outcome.PROMOTED);
      assertThat(failover.to()).isEqualTo(Understudy.SECOND);
      // nobody else could go on with it when this worker is killed
      assertThat(runTimeoutSeconds(client, id)).isEqualTo(60);
    }
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> client.countWorkflows("ExecutionStatus = 'Running'").getCount() == 0);
  }

  @Test
  void givesUpInTime() {
    DressRehearsal rehearsal = rehearsal(Duration.ofMillis(500));
    rehearsal.close(); // nobody plays any more
    assertThatThrownBy(() -> rehearsal.perform(1)).isInstanceOf(TimeoutException.class);
  }

  private static long runTimeoutSeconds(WorkflowClient client, String workflowId) {
    return client
        .fetchHistory(workflowId)
        .getEvents()
        .getFirst()
        .getWorkflowExecutionStartedEventAttributes()
        .getWorkflowRunTimeout()
        .getSeconds();
  }

  private DressRehearsal rehearsal(Duration limit) {
    return new DressRehearsal(
        temporal.client(), WorkerFactory.newInstance(temporal.client()), limit);
  }
}
