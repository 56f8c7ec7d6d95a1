package io.bloodraven.worker;

import io.bloodraven.workflows.failover.EmergencyFailoverRun;
import io.bloodraven.workflows.group.FailoverGroupEntity;
import io.bloodraven.workflows.group.FailoverGroupWorkflow;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowOptions;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
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
  private static final int SONGS = 5;
  private static final Duration SONG_LIMIT = Duration.ofSeconds(30);

  private final WorkflowClient client;
  private final WorkerFactory factory;
  private final String ownQueue = "bloodraven-canary-" + UUID.randomUUID();
  private volatile boolean warm;

  BloodravenWorker(WorkflowClient client, List<Object> activities) {
    this.client = client;
    // Workflow threads on virtual threads: a failover of many groups at once must not starve.
    this.factory =
        WorkerFactory.newInstance(
            client, WorkerFactoryOptions.newBuilder().setUsingVirtualWorkflowThreads(true).build());
    Worker worker = factory.newWorker(FailoverGroupWorkflow.TASK_QUEUE, options());
    worker.registerWorkflowImplementationTypes(
        FailoverGroupEntity.class, EmergencyFailoverRun.class);
    worker.registerActivitiesImplementations(activities.toArray());
    Worker own = factory.newWorker(ownQueue, options());
    own.registerWorkflowImplementationTypes(Canary.Bird.class);
    own.registerActivitiesImplementations((Canary.Voice) note -> note);
  }

  private static WorkerOptions options() {
    return WorkerOptions.newBuilder()
        .setMaxConcurrentWorkflowTaskPollers(WORKFLOW_POLLERS)
        .setMaxConcurrentActivityTaskPollers(ACTIVITY_POLLERS)
        .setStickyQueueScheduleToStartTimeout(STICKY_TIMEOUT)
        .setUsingVirtualThreads(true)
        .build();
  }

  /** Starts to poll, and sings until this JVM is warm. */
  void start() {
    factory.start();
    for (int song = 1; song <= SONGS; song++) {
      sing(song);
    }
    warm = true;
    LOG.info("warm and ready");
  }

  private void sing(int song) {
    Canary canary =
        client.newWorkflowStub(
            Canary.class,
            WorkflowOptions.newBuilder()
                .setTaskQueue(ownQueue)
                .setWorkflowId(ownQueue + "/" + song)
                .setWorkflowRunTimeout(SONG_LIMIT)
                .build());
    try {
      canary.sing("song " + song);
    } catch (WorkflowException e) {
      LOG.warn("the canary's song {} failed, going on: {}", song, e.getMessage());
    }
  }

  /** Whether Temporal has answered and the canary has sung. */
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
