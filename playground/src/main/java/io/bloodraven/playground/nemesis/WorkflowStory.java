package io.bloodraven.playground.nemesis;

import io.bloodraven.api.group.GroupRef;
import io.bloodraven.playground.cluster.PlaygroundStatus;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What the histories of a group's workflows tell: the entity's last run, and each failover. */
final class WorkflowStory implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final WorkflowServiceStubs service;
  private final WorkflowClient client;
  private final GroupRef group;

  WorkflowStory(PlaygroundStatus status) {
    group = status.groupRef();
    service =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder()
                .setTarget(status.temporalAddress())
                .setRpcTimeout(LIMIT)
                .build());
    client = WorkflowClient.newInstance(service);
  }

  /**
   * From {@code start} on.
   *
   * @param epochs whose failovers are told
   */
  List<Happening> since(Instant start, List<Long> epochs) {
    List<Happening> story = new ArrayList<>(history(group.workflowId(), start));
    for (long epoch : epochs) {
      story.addAll(history(group.failoverWorkflowId(epoch), start));
    }
    return story;
  }

  private List<Happening> history(String workflowId, Instant start) {
    try {
      return client.fetchHistory(workflowId).getEvents().stream()
          .map(event -> new Happening(Course.at(event), workflowId + " " + describe(event)))
          .filter(happening -> !happening.at().isBefore(start))
          .toList();
    } catch (WorkflowNotFoundException none) {
      return List.of();
    }
  }

  private static String describe(HistoryEvent event) {
    String type = event.getEventType().name().replace("EVENT_TYPE_", "");
    return switch (event.getEventType()) {
      case EVENT_TYPE_ACTIVITY_TASK_SCHEDULED ->
          type
              + " "
              + event.getActivityTaskScheduledEventAttributes().getActivityType().getName()
              + " "
              + event.getUserMetadata().getSummary().getData().toStringUtf8();
      case EVENT_TYPE_ACTIVITY_TASK_FAILED ->
          type + " " + event.getActivityTaskFailedEventAttributes().getFailure().getMessage();
      case EVENT_TYPE_ACTIVITY_TASK_STARTED ->
          type + " by " + event.getActivityTaskStartedEventAttributes().getIdentity();
      case EVENT_TYPE_WORKFLOW_TASK_STARTED ->
          type + " by " + event.getWorkflowTaskStartedEventAttributes().getIdentity();
      case EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED ->
          type
              + " "
              + event.getWorkflowExecutionSignaledEventAttributes().getSignalName()
              + " "
              + event
                  .getWorkflowExecutionSignaledEventAttributes()
                  .getInput()
                  .getPayloadsList()
                  .stream()
                  .map(payload -> payload.getData().toStringUtf8())
                  .toList();
      default -> type;
    };
  }

  @Override
  public void close() {
    service.shutdownNow();
  }
}
