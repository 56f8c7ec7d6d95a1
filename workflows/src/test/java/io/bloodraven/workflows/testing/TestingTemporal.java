package io.bloodraven.workflows.testing;

import io.bloodraven.api.health.Observation;
import io.bloodraven.workflows.failover.EmergencyFailoverRun;
import io.bloodraven.workflows.failover.EmergencyFailoverWorkflow;
import io.bloodraven.workflows.failover.FailoverPlan;
import io.bloodraven.workflows.failover.FailoverResult;
import io.bloodraven.workflows.group.FailoverGroupEntity;
import io.bloodraven.workflows.group.FailoverGroupWorkflow;
import io.bloodraven.workflows.group.ResourceChange;
import io.bloodraven.workflows.wire.WireFormat;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.client.BatchRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactoryOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The workflows with a cluster to act on: on an in-memory Temporal that skips time, or on a real
 * one.
 */
public final class TestingTemporal implements AutoCloseable {
  public final TestingCluster cluster;
  public final TestingActivities activities;
  public final TestWorkflowEnvironment environment;

  public TestingTemporal(TestingCluster cluster) {
    this(cluster, 100);
  }

  /**
   * Starts.
   *
   * @param workflowCacheSize 0 makes every workflow task replay the whole history
   */
  public TestingTemporal(TestingCluster cluster, int workflowCacheSize) {
    this(cluster, TestEnvironmentOptions.newBuilder(), workflowCacheSize);
  }

  private TestingTemporal(
      TestingCluster cluster, TestEnvironmentOptions.Builder where, int workflowCacheSize) {
    this.cluster = cluster;
    this.activities = new TestingActivities(cluster);
    this.environment =
        TestWorkflowEnvironment.newInstance(
            where
                .setWorkflowClientOptions(
                    WorkflowClientOptions.newBuilder()
                        .setIdentity("test")
                        .setDataConverter(WireFormat.converter())
                        .build())
                .setWorkerFactoryOptions(
                    WorkerFactoryOptions.newBuilder()
                        .setWorkflowCacheSize(workflowCacheSize)
                        .build())
                .build());
    Worker worker = environment.newWorker(FailoverGroupWorkflow.TASK_QUEUE);
    worker.registerWorkflowImplementationTypes(
        FailoverGroupEntity.class, EmergencyFailoverRun.class);
    worker.registerActivitiesImplementations(activities);
    environment.start();
  }

  /** On a real server, where time is what it is. */
  public static TestingTemporal on(String address, TestingCluster cluster) {
    return new TestingTemporal(
        cluster,
        TestEnvironmentOptions.newBuilder().setUseExternalService(true).setTarget(address),
        100);
  }

  /** A vantage point tells what it sees now, as a watcher would. */
  public void tell(String vantagePoint) {
    signal(cluster.seenBy(vantagePoint));
  }

  public void signal(Observation observation) {
    FailoverGroupWorkflow group = entity();
    BatchRequest request = client().newSignalWithStartRequest();
    request.add(group::run, cluster.group, null);
    request.add(group::observed, observation);
    client().signalWithStart(request);
  }

  public void resourceChanged(ResourceChange change) {
    FailoverGroupWorkflow group = entity();
    BatchRequest request = client().newSignalWithStartRequest();
    request.add(group::run, cluster.group, null);
    request.add(group::resourceChanged, change);
    client().signalWithStart(request);
  }

  /** The running entity. */
  public FailoverGroupWorkflow running() {
    return client().newWorkflowStub(FailoverGroupWorkflow.class, cluster.group.workflowId());
  }

  /** A failover by itself, without a group. */
  public EmergencyFailoverWorkflow start(FailoverPlan plan) {
    EmergencyFailoverWorkflow failover =
        client()
            .newWorkflowStub(
                EmergencyFailoverWorkflow.class,
                WorkflowOptions.newBuilder()
                    .setTaskQueue(FailoverGroupWorkflow.TASK_QUEUE)
                    .setWorkflowId(cluster.group.failoverWorkflowId(plan.epoch()))
                    .build());
    WorkflowClient.start(failover::run, plan);
    return failover;
  }

  /** Waits for the end. */
  public static FailoverResult result(EmergencyFailoverWorkflow failover) {
    return WorkflowStub.fromTyped(failover).getResult(FailoverResult.class);
  }

  public EmergencyFailoverWorkflow failover(long epoch) {
    return client()
        .newWorkflowStub(EmergencyFailoverWorkflow.class, cluster.group.failoverWorkflowId(epoch));
  }

  /** Of the latest run. */
  public WorkflowExecutionHistory history(String workflowId) {
    return client().fetchHistory(workflowId);
  }

  /** All runs that one another went on from, the latest first. */
  public List<WorkflowExecutionHistory> runs(String workflowId) {
    List<WorkflowExecutionHistory> runs = new ArrayList<>(List.of(history(workflowId)));
    for (String before = beforeLast(runs); !before.isEmpty(); before = beforeLast(runs)) {
      runs.add(client().fetchHistory(workflowId, before));
    }
    return runs;
  }

  private static String beforeLast(List<WorkflowExecutionHistory> runs) {
    return runs.getLast()
        .getEvents()
        .getFirst()
        .getWorkflowExecutionStartedEventAttributes()
        .getContinuedExecutionRunId();
  }

  public void pass(Duration time) {
    environment.sleep(time);
  }

  public WorkflowClient client() {
    return environment.getWorkflowClient();
  }

  private FailoverGroupWorkflow entity() {
    return client()
        .newWorkflowStub(
            FailoverGroupWorkflow.class,
            WorkflowOptions.newBuilder()
                .setTaskQueue(FailoverGroupWorkflow.TASK_QUEUE)
                .setWorkflowId(cluster.group.workflowId())
                .setWorkflowIdConflictPolicy(
                    WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                .build());
  }

  @Override
  public void close() {
    environment.close();
  }
}
