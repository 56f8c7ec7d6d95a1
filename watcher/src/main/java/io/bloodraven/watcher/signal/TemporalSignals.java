package io.bloodraven.watcher.signal;

import static java.util.Objects.requireNonNull;

import io.bloodraven.api.group.GroupRef;
import io.bloodraven.workflows.group.FailoverGroupWorkflow;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.client.BatchRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import io.temporal.serviceclient.RpcRetryOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Sends by signal-with-start; each call is bounded and tried once, for the caller tries again. */
public final class TemporalSignals implements GroupSignals, AutoCloseable {
  private static final Duration RPC_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration WORKFLOW_TASK_TIMEOUT = Duration.ofSeconds(2);

  private final WorkflowServiceStubs service;
  private final WorkflowClient client;
  private final String namespace;

  /**
   * Connects when it is first used, so that a watcher starts without Temporal.
   *
   * @param target {@code host:port} of the frontend
   */
  public TemporalSignals(String target, String namespace) {
    this.namespace = requireNonNull(namespace, "namespace");
    this.service =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder()
                .setTarget(target)
                .setRpcTimeout(RPC_TIMEOUT)
                .setRpcRetryOptions(
                    RpcRetryOptions.newBuilder()
                        .setMaximumAttempts(1)
                        .setExpiration(RPC_TIMEOUT)
                        .validateBuildWithDefaults())
                // gRPC would back off for up to two minutes from a server that was away
                .setConnectionBackoffResetFrequency(Duration.ofSeconds(1))
                .setEnableKeepAlive(true)
                .setKeepAliveTime(Duration.ofSeconds(10))
                .setKeepAliveTimeout(Duration.ofSeconds(2))
                .setKeepAlivePermitWithoutStream(true)
                .build());
    this.client =
        WorkflowClient.newInstance(
            service, WorkflowClientOptions.newBuilder().setNamespace(namespace).build());
  }

  @Override
  public void send(GroupRef group, GroupMessage message) throws SignalFailedException {
    try {
      switch (message) {
        case GroupMessage.Observed(var observation) -> {
          FailoverGroupWorkflow workflow = startable(group);
          BatchRequest request = startWithSignal(workflow, group);
          request.add(workflow::observed, observation);
          client.signalWithStart(request);
        }
        case GroupMessage.Changed(var change) -> {
          FailoverGroupWorkflow workflow = startable(group);
          BatchRequest request = startWithSignal(workflow, group);
          request.add(workflow::resourceChanged, change);
          client.signalWithStart(request);
        }
        case GroupMessage.Gone(var change) -> {
          try {
            client
                .newWorkflowStub(FailoverGroupWorkflow.class, group.workflowId())
                .resourceChanged(change);
          } catch (WorkflowNotFoundException ended) {
            // it has ended by itself, which is all this message is for
          }
        }
      }
    } catch (WorkflowException | StatusRuntimeException e) {
      throw new SignalFailedException(
          "signal to %s failed: %s".formatted(group.workflowId(), e.getMessage()), e);
    }
  }

  @Override
  public boolean reachable() {
    try {
      service
          .blockingStub()
          .withDeadlineAfter(1, TimeUnit.SECONDS)
          .describeNamespace(DescribeNamespaceRequest.newBuilder().setNamespace(namespace).build());
      return true;
    } catch (StatusRuntimeException e) {
      return false;
    }
  }

  @Override
  public void close() {
    service.shutdownNow();
  }

  private FailoverGroupWorkflow startable(GroupRef group) {
    return client.newWorkflowStub(
        FailoverGroupWorkflow.class,
        WorkflowOptions.newBuilder()
            .setWorkflowId(group.workflowId())
            .setTaskQueue(FailoverGroupWorkflow.TASK_QUEUE)
            .setWorkflowTaskTimeout(WORKFLOW_TASK_TIMEOUT)
            .setWorkflowIdConflictPolicy(
                WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
            .build());
  }

  private BatchRequest startWithSignal(FailoverGroupWorkflow workflow, GroupRef group) {
    BatchRequest request = client.newSignalWithStartRequest();
    request.add(workflow::run, group, null);
    return request;
  }
}
