package io.bloodraven.playground.nemesis;

import com.google.protobuf.Timestamp;
import io.temporal.api.history.v1.ActivityTaskCompletedEventAttributes;
import io.temporal.api.history.v1.ActivityTaskScheduledEventAttributes;
import io.temporal.api.history.v1.HistoryEvent;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the events of one workflow, in order, and says which moments they are. No I/O.
 *
 * <p>That an activity was begun by a worker is in the history only once it has ended; so a step
 * begins here when it is scheduled.
 */
final class Course {
  private final String workflowId;
  private final Map<Long, Begun> begun = new HashMap<>();
  private String decidingWorker = "";
  private boolean open;

  private record Begun(Step step, String activityId) {}

  private enum Step {
    ASSESS(Moment.ASSESS_BEGUN, Moment.ASSESS_DONE),
    FENCE(Moment.FENCE_BEGUN, Moment.FENCE_DONE),
    PREPARE(Moment.PREPARE_BEGUN, Moment.PREPARE_DONE),
    PROMOTE(Moment.PROMOTE_BEGUN, Moment.PROMOTE_DONE),
    ROUTE(Moment.ROUTE_BEGUN, Moment.ROUTE_DONE),
    REPAIR(Moment.REPAIR_BEGUN, Moment.REPAIR_DONE);

    private final Moment begun;
    private final Moment done;

    Step(Moment begun, Moment done) {
      this.begun = begun;
      this.done = done;
    }
  }

  Course(String workflowId) {
    this.workflowId = workflowId;
  }

  /** The moment that this event is, if it is one. */
  Optional<Reached> read(HistoryEvent event) {
    return switch (event.getEventType()) {
      case EVENT_TYPE_WORKFLOW_TASK_STARTED -> {
        decidingWorker = event.getWorkflowTaskStartedEventAttributes().getIdentity();
        yield Optional.empty();
      }
      case EVENT_TYPE_ACTIVITY_TASK_SCHEDULED -> scheduled(event);
      case EVENT_TYPE_ACTIVITY_TASK_COMPLETED -> completed(event);
      default -> Optional.empty();
    };
  }

  /** Who was last given the workflow itself to carry on; empty when nobody was. */
  String decidingWorker() {
    return decidingWorker;
  }

  private Optional<Reached> scheduled(HistoryEvent event) {
    ActivityTaskScheduledEventAttributes activity = event.getActivityTaskScheduledEventAttributes();
    Optional<Step> step = step(activity.getActivityType().getName());
    step.ifPresent(one -> begun.put(event.getEventId(), new Begun(one, activity.getActivityId())));
    return step.map(one -> reached(one.begun, event, activity.getActivityId(), decidingWorker));
  }

  private Optional<Reached> completed(HistoryEvent event) {
    ActivityTaskCompletedEventAttributes end = event.getActivityTaskCompletedEventAttributes();
    Begun ended = begun.get(end.getScheduledEventId());
    if (ended == null) {
      return Optional.empty();
    }
    open |= ended.step == Step.PROMOTE;
    return Optional.of(reached(ended.step.done, event, ended.activityId, end.getIdentity()));
  }

  private Optional<Step> step(String activity) {
    return switch (activity) {
      case "Assess" -> Optional.of(Step.ASSESS);
      case "Fence" -> Optional.of(Step.FENCE);
      case "Prepare" -> Optional.of(Step.PREPARE);
      case "Promote" -> Optional.of(Step.PROMOTE);
      // a fenced old primary loses its label earlier; the group labels pods at any time
      case "LabelPods" -> open ? Optional.of(Step.ROUTE) : Optional.empty();
      case "Rejoin", "CloneFrom" -> Optional.of(Step.REPAIR);
      default -> Optional.empty();
    };
  }

  private Reached reached(Moment moment, HistoryEvent event, String activityId, String worker) {
    return new Reached(moment, at(event), workflowId, activityId, worker);
  }

  static Instant at(HistoryEvent event) {
    Timestamp time = event.getEventTime();
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }
}
