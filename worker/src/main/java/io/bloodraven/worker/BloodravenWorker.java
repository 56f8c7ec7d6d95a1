package io.bloodraven.worker;

import io.bloodraven.workflows.failover.EmergencyFailoverRun;
import io.bloodraven.workflows.group.FailoverGroupEntity;
import io.bloodraven.workflows.group.FailoverGroupWorkflow;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowException;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls Temporal for Bloodraven's workflows and activities. Few pollers and a short sticky timeout:
 * a poll that a vanished host left at the server takes tasks with it, and each costs a timeout.
 */
final class BloodravenWorker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BloodravenWorker.class);
  private static final Duration STICKY_TIMEOUT = Duration.ofSeconds(1);
  private static final int WORKFLOW_POLLERS = 2;
  private static final int ACTIVITY_POLLERS = 1;
  private static final Duration SHUTDOWN_PATIENCE = Duration.ofSeconds(10);
  private static final int PERFORMANCES = 2;
  private static final Duration PERFORMANCE_LIMIT = Duration.ofSeconds(10);

  private final WorkflowClient client;
  private final WorkerFactory factory;
  private volatile boolean warm;

  BloodravenWorker(WorkflowClient client, List<Object> activities) {
    this.client = client;
    this.factory = newFactory(client);
    Worker worker = factory.newWorker(FailoverGroupWorkflow.TASK_QUEUE, options());
    worker.registerWorkflowImplementationTypes(
        FailoverGroupEntity.class, EmergencyFailoverRun.class);
    worker.registerActivitiesImplementations(activities.toArray());
  }

  /** Workflow threads on virtual threads: a failover of many groups at once must not starve. */
  private static WorkerFactory newFactory(WorkflowClient client) {
    return WorkerFactory.newInstance(
        client, WorkerFactoryOptions.newBuilder().setUsingVirtualWorkflowThreads(true).build());
  }

  static WorkerOptions options() {
    return WorkerOptions.newBuilder()
        .setMaxConcurrentWorkflowTaskPollers(WORKFLOW_POLLERS)
        .setMaxConcurrentActivityTaskPollers(ACTIVITY_POLLERS)
        .setStickyQueueScheduleToStartTimeout(STICKY_TIMEOUT)
        .setUsingVirtualThreads(true)
        .build();
  }

  /** Starts to poll, at once: it may be the only worker there is in the middle of a failover. */
  void start() {
    factory.start();
  }

  /** Plays failovers until this JVM is warm. */
  void rehearse() throws InterruptedException {
    long begun = System.nanoTime();
    try (DressRehearsal rehearsal =
        new DressRehearsal(client, newFactory(client), PERFORMANCE_LIMIT)) {
      for (int number = 1; number <= PERFORMANCES; number++) {
        rehearsal.perform(number);
      }
    } catch (TimeoutException | WorkflowException | StatusRuntimeException e) {
      LOG.warn("the rehearsal failed, going on: {}", e.getMessage());
    }
    warm = true;
    LOG.info("warm and ready after {} ms", (System.nanoTime() - begun) / 1_000_000);
  }

  /** Whether Temporal has answered and failovers were rehearsed. */
  boolean ready() {
    return warm;
  }

  /** Takes no new tasks, and lets running ones finish for a while. */
  @Override
  public void close() {
    factory.shutdown();
    factory.awaitTermination(SHUTDOWN_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    factory.shutdownNow();
  }
}
