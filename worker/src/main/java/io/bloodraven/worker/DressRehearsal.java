package io.bloodraven.worker;

import io.bloodraven.api.group.GroupRef;
import io.bloodraven.workflows.failover.EmergencyFailoverRun;
import io.bloodraven.workflows.group.DecidedStatus;
import io.bloodraven.workflows.group.FailoverGroupEntity;
import io.bloodraven.workflows.group.FailoverGroupWorkflow;
import io.bloodraven.workflows.group.ResourceChange;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/**
 * A whole life of a group that does not exist, failover included, with the workflows that real
 * groups have, on a task queue of its own: Temporal and this JVM do everything once that they will
 * have to do quickly. The first failover of a cold worker takes a second or two longer.
 */
final class DressRehearsal implements AutoCloseable {
  /** Namespace of groups that do not exist; in Kubernetes no name has a capital letter. */
  static final String NAMESPACE = "Rehearsal";

  private static final Duration SHUTDOWN_PATIENCE = Duration.ofSeconds(1);

  private final WorkflowClient client;
  private final WorkerFactory factory;
  private final Duration limit;
  private final String name = UUID.randomUUID().toString();
  private final Understudy understudy = new Understudy();

  /**
   * Takes the stage; nothing is played yet.
   *
   * @param factory used for this alone
   * @param limit of one performance
   */
  DressRehearsal(WorkflowClient client, WorkerFactory factory, Duration limit) {
    this.client = client;
    this.factory = factory;
    this.limit = limit;
    Worker worker = factory.newWorker(taskQueue(), BloodravenWorker.options());
    worker.registerWorkflowImplementationTypes(
        FailoverGroupEntity.class, EmergencyFailoverRun.class);
    worker.registerActivitiesImplementations(understudy);
    factory.start();
  }

  private String taskQueue() {
    return "bloodraven-rehearsal-" + name;
  }

  /**
   * Plays once.
   *
   * @param number tells performances apart
   * @throws TimeoutException when it takes longer than it may
   */
  void perform(int number) throws InterruptedException, TimeoutException {
    long end = System.nanoTime() + limit.toNanos();
    GroupRef group = group(number);
    FailoverGroupWorkflow entity =
        client.newWorkflowStub(
            FailoverGroupWorkflow.class,
            WorkflowOptions.newBuilder()
                .setTaskQueue(taskQueue())
                .setWorkflowId(group.workflowId())
                // longer than anybody waits for it: it must not vanish while it is waited for
                .setWorkflowRunTimeout(limit.multipliedBy(2))
                .setStaticSummary("a worker that starts rehearses a failover: no such group exists")
                .build());
    WorkflowClient.start(entity::run, group, null);

    entity.observed(Understudy.seen(group, 1, Understudy.FIRST, 1, false));
    await(end, isReady(Understudy.FIRST));
    entity.observed(Understudy.seen(group, 2, Understudy.FIRST, 1, true));
    await(end, status -> status.activeSite().equals(Understudy.SECOND));
    entity.observed(Understudy.seen(group, 3, Understudy.SECOND, 2, false));
    await(end, isReady(Understudy.SECOND));
    entity.resourceChanged(new ResourceChange(1, true, ""));
    WorkflowStub.fromTyped(entity)
        .getResult(end - System.nanoTime(), TimeUnit.NANOSECONDS, Void.class);
  }

  /** The group of a performance. */
  GroupRef group(int number) {
    return new GroupRef(NAMESPACE, name + "-" + number);
  }

  private static Predicate<DecidedStatus> isReady(String active) {
    return status -> status.activeSite().equals(active) && status.phase().equals("Ready");
  }

  private void await(long end, Predicate<DecidedStatus> wanted)
      throws InterruptedException, TimeoutException {
    while (true) {
      DecidedStatus status = understudy.nextStatus(Duration.ofNanos(end - System.nanoTime()));
      if (status == null) {
        throw new TimeoutException("not done within " + limit);
      }
      if (wanted.test(status)) {
        return;
      }
    }
  }

  /** Leaves the stage. */
  @Override
  public void close() {
    factory.shutdownNow();
    factory.awaitTermination(SHUTDOWN_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }
}
