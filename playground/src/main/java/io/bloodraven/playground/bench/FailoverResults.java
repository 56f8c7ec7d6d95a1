package io.bloodraven.playground.bench;

import io.bloodraven.api.group.GroupRef;
import io.bloodraven.workflows.failover.FailoverResult;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Reads the results of a group's failovers from Temporal. */
final class FailoverResults implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final WorkflowServiceStubs service;
  private final WorkflowClient client;
  private final GroupRef group;

  FailoverResults(String address, GroupRef group) {
    this.group = group;
    service =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder()
                .setTarget(address)
                .setRpcTimeout(LIMIT)
                .build());
    client = WorkflowClient.newInstance(service);
  }

  /** What became of the failover to {@code epoch}; empty when there was none or it goes on. */
  Optional<FailoverResult> result(long epoch) {
    try {
      return Optional.of(
          client
              .newUntypedWorkflowStub(group.failoverWorkflowId(epoch))
              .getResult(LIMIT.toSeconds(), TimeUnit.SECONDS, FailoverResult.class));
    } catch (WorkflowNotFoundException | WorkflowFailedException | TimeoutException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    service.shutdownNow();
  }
}
