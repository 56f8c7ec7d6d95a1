package io.bloodraven.playground.nemesis;

import com.google.protobuf.ByteString;
import io.bloodraven.api.group.GroupRef;
import io.bloodraven.playground.cluster.PlaygroundStatus;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.PendingActivityState;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryRequest;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryResponse;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Follows the histories of a group's workflows while they grow, from its making on, and knows how
 * far the failover is. What cannot be read while Temporal is away is read when it is back.
 */
final class FailoverWatch implements AutoCloseable {
  private static final String NAMESPACE = "default";

  /** A server answers a long poll within 20 s, if it answers. */
  private static final Duration POLL_LIMIT = Duration.ofSeconds(30);

  private static final Duration CALL_LIMIT = Duration.ofMillis(500);

  /** A child workflow is not there the moment its parent has asked for it. */
  private static final Duration NOT_YET = Duration.ofMillis(5);

  private static final Duration AWAY = Duration.ofMillis(100);

  /** A scheduled activity is given to a worker within milliseconds, if there is one. */
  private static final Duration HANDED_OUT = Duration.ofMillis(200);

  private static final Duration PACE = Duration.ofMillis(2);

  private final GroupRef group;
  private final Instant since = Instant.now();
  private final WorkflowServiceStubs service;
  private final Map<Moment, Reached> reached = new EnumMap<>(Moment.class);
  private final List<Thread> threads = new ArrayList<>();
  private String decidingWorker = "";
  private boolean ready;
  private boolean closed;

  FailoverWatch(PlaygroundStatus status) {
    group = status.groupRef();
    service =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder()
                .setTarget(status.temporalAddress())
                // gRPC would back off for up to two minutes from a server that was away
                .setConnectionBackoffResetFrequency(Duration.ofSeconds(1))
                .build());
    follow(group.workflowId());
  }

  /** Waits until what was before is read: from then on nothing but news has to be. */
  synchronized void awaitReady(Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!ready && System.nanoTime() - deadline < 0) {
      wait(limit.toMillis());
    }
  }

  /**
   * Whether a failover runs now.
   *
   * @throws StatusRuntimeException when Temporal does not answer
   */
  boolean failoverRuns() {
    return describe(group.workflowId()).getPendingChildrenCount() > 0;
  }

  /** Waits for a moment; empty when it has not come within the limit. */
  synchronized Optional<Reached> await(Moment moment, Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!reached.containsKey(moment)) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        return Optional.empty();
      }
      wait(left);
    }
    return Optional.ofNullable(reached.get(moment));
  }

  /** All that was reached so far, in order of time. */
  synchronized List<Reached> reached() {
    return reached.values().stream().sorted(Comparator.comparing(Reached::at)).toList();
  }

  /** Who was last given the group's own workflow to carry on. */
  synchronized String decidingWorker() {
    return decidingWorker;
  }

  /** The worker that has the step in its hands now, or had it last. */
  String carrier(Reached moment) throws InterruptedException {
    long deadline = System.nanoTime() + HANDED_OUT.toNanos();
    while (System.nanoTime() - deadline < 0) {
      Optional<PendingActivityInfo> pending;
      try {
        pending = pending(moment);
      } catch (StatusRuntimeException away) {
        break;
      }
      if (pending.isEmpty()) {
        break;
      }
      if (pending.get().getState() == PendingActivityState.PENDING_ACTIVITY_STATE_STARTED) {
        return pending.get().getLastWorkerIdentity();
      }
      Thread.sleep(PACE);
    }
    return moment.worker();
  }

  private Optional<PendingActivityInfo> pending(Reached moment) {
    return describe(moment.workflowId()).getPendingActivitiesList().stream()
        .filter(activity -> activity.getActivityId().equals(moment.activityId()))
        .findFirst();
  }

  private DescribeWorkflowExecutionResponse describe(String workflowId) {
    return service
        .blockingStub()
        .withDeadlineAfter(CALL_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
        .describeWorkflowExecution(
            DescribeWorkflowExecutionRequest.newBuilder()
                .setNamespace(NAMESPACE)
                .setExecution(execution(workflowId))
                .build());
  }

  private synchronized void follow(String workflowId) {
    if (!closed) {
      threads.add(
          Thread.ofPlatform().daemon().name("follow " + workflowId).start(() -> read(workflowId)));
    }
  }

  private void read(String workflowId) {
    ByteString next = ByteString.EMPTY;
    Course course = new Course(workflowId);
    try {
      while (!Thread.currentThread().isInterrupted()) {
        GetWorkflowExecutionHistoryResponse answer;
        try {
          answer = history(workflowId, next);
        } catch (StatusRuntimeException e) {
          Thread.sleep(e.getStatus().getCode() == Status.Code.NOT_FOUND ? NOT_YET : AWAY);
          continue;
        }
        for (HistoryEvent event : answer.getHistory().getEventsList()) {
          take(event, course);
        }
        next = answer.getNextPageToken();
        synchronized (this) {
          ready = true;
          notifyAll();
        }
        if (next.isEmpty()) {
          if (!workflowId.equals(group.workflowId())) {
            return;
          }
          // continued as new: the same id has another run
          course = new Course(workflowId);
        }
      }
    } catch (InterruptedException told) {
      Thread.currentThread().interrupt();
    }
  }

  private GetWorkflowExecutionHistoryResponse history(String workflowId, ByteString next) {
    return service
        .blockingStub()
        .withDeadlineAfter(POLL_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
        .getWorkflowExecutionHistory(
            GetWorkflowExecutionHistoryRequest.newBuilder()
                .setNamespace(NAMESPACE)
                .setExecution(execution(workflowId))
                .setWaitNewEvent(true)
                .setNextPageToken(next)
                .build());
  }

  private void take(HistoryEvent event, Course course) {
    Optional<Reached> moment = course.read(event);
    synchronized (this) {
      if (!course.decidingWorker().isEmpty()) {
        decidingWorker = course.decidingWorker();
      }
      moment
          .filter(one -> !one.at().isBefore(since))
          // a step may be done again: the first time counts
          .filter(one -> reached.putIfAbsent(one.moment(), one) == null)
          .ifPresent(_ -> notifyAll());
    }
    if (event.getEventType() == EventType.EVENT_TYPE_START_CHILD_WORKFLOW_EXECUTION_INITIATED) {
      String child = event.getStartChildWorkflowExecutionInitiatedEventAttributes().getWorkflowId();
      if (!Course.at(event).isBefore(since)) {
        follow(child);
      }
    }
  }

  private static WorkflowExecution execution(String workflowId) {
    return WorkflowExecution.newBuilder().setWorkflowId(workflowId).build();
  }

  @Override
  public void close() {
    List<Thread> following;
    synchronized (this) {
      closed = true;
      following = List.copyOf(threads);
    }
    following.forEach(Thread::interrupt);
    service.shutdownNow();
  }
}
