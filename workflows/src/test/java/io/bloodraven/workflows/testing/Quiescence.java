package io.bloodraven.workflows.testing;

import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.common.WorkflowExecutionHistory;
import java.util.HashSet;
import java.util.Set;

/**
 * Whether a workflow has done all it was told to, by its history: only time or a signal moves it
 * on.
 */
public final class Quiescence {
  private Quiescence() {}

  /** No task of the workflow is due, and no activity and no child of it is on its way. */
  public static boolean of(WorkflowExecutionHistory history) {
    boolean taskIsDue = true;
    Set<Long> underWay = new HashSet<>();
    for (HistoryEvent event : history.getEvents()) {
      switch (event.getEventType()) {
        case EVENT_TYPE_WORKFLOW_TASK_SCHEDULED -> taskIsDue = true;
        case EVENT_TYPE_WORKFLOW_TASK_COMPLETED -> taskIsDue = false;
        case EVENT_TYPE_ACTIVITY_TASK_SCHEDULED,
            EVENT_TYPE_START_CHILD_WORKFLOW_EXECUTION_INITIATED ->
            underWay.add(event.getEventId());
        case EVENT_TYPE_ACTIVITY_TASK_COMPLETED ->
            underWay.remove(event.getActivityTaskCompletedEventAttributes().getScheduledEventId());
        case EVENT_TYPE_ACTIVITY_TASK_FAILED ->
            underWay.remove(event.getActivityTaskFailedEventAttributes().getScheduledEventId());
        case EVENT_TYPE_ACTIVITY_TASK_TIMED_OUT ->
            underWay.remove(event.getActivityTaskTimedOutEventAttributes().getScheduledEventId());
        case EVENT_TYPE_ACTIVITY_TASK_CANCELED ->
            underWay.remove(event.getActivityTaskCanceledEventAttributes().getScheduledEventId());
        case EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_COMPLETED ->
            underWay.remove(
                event.getChildWorkflowExecutionCompletedEventAttributes().getInitiatedEventId());
        case EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_FAILED ->
            underWay.remove(
                event.getChildWorkflowExecutionFailedEventAttributes().getInitiatedEventId());
        default -> {}
      }
    }
    return !taskIsDue && underWay.isEmpty();
  }
}
