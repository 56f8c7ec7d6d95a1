package io.bloodraven.worker;

import com.uber.m3.tally.Scope;
import io.bloodraven.workflows.wire.WireFormat;
import io.grpc.StatusRuntimeException;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.RpcRetryOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The connection to Temporal, with bounds that fit a failover of a second: a call that hangs is
 * given up soon, and a server whose host vanished is noticed by its missing pings.
 */
final class TemporalConnection implements AutoCloseable {
  private static final Duration RPC_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration RPC_EXPIRATION = Duration.ofSeconds(10);
  private static final Duration PING_EVERY = Duration.ofSeconds(10);
  private static final Duration PONG_WITHIN = Duration.ofSeconds(2);

  private final WorkflowServiceStubs service;
  private final WorkflowClient client;
  private final String namespace;

  TemporalConnection(WorkerSettings settings, Scope metrics) {
    namespace = settings.temporalNamespace();
    service =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder()
                .setTarget(settings.temporalAddress())
                .setMetricsScope(metrics)
                .setRpcTimeout(RPC_TIMEOUT)
                .setRpcRetryOptions(
                    RpcRetryOptions.newBuilder()
                        .setInitialInterval(Duration.ofMillis(50))
                        .setMaximumInterval(Duration.ofSeconds(1))
                        .setExpiration(RPC_EXPIRATION)
                        .validateBuildWithDefaults())
                // gRPC would back off for up to two minutes from a server that was away
                .setConnectionBackoffResetFrequency(Duration.ofSeconds(1))
                .setEnableKeepAlive(true)
                .setKeepAliveTime(PING_EVERY)
                .setKeepAliveTimeout(PONG_WITHIN)
                .setKeepAlivePermitWithoutStream(true)
                .build());
    client =
        WorkflowClient.newInstance(
            service,
            WorkflowClientOptions.newBuilder()
                .setNamespace(namespace)
                .setIdentity(settings.podName())
                .setDataConverter(WireFormat.converter())
                .build());
  }

  WorkflowClient client() {
    return client;
  }

  /** Whether the namespace answers within a second. */
  boolean answers() {
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
}
