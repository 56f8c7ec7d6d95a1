package io.bloodraven.playground.nemesis;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import io.temporal.api.common.v1.ActivityType;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.ActivityTaskCompletedEventAttributes;
import io.temporal.api.history.v1.ActivityTaskFailedEventAttributes;
import io.temporal.api.history.v1.ActivityTaskScheduledEventAttributes;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.history.v1.WorkflowTaskStartedEventAttributes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CourseTest {
  private static final String WORKFLOW = "failover:default/main/2";

  private final Course course = new Course(WORKFLOW);
  private long eventId;

  @Test
  void tellsEachStepFromItsActivity() {
    decided("worker-a");
    for (String step : List.of("Assess", "Fence", "Prepare", "Promote", "Rejoin")) {
      long id = eventId + 1;
      assertThat(moment(scheduled(step))).hasToString(expected(step) + " begun");
      assertThat(moment(completed(id, "worker-b"))).hasToString(expected(step) + " done");
    }
  }

  @Test
  void saysWhenAndWhoAndWhere() {
    decided("worker-a");
    assertThat(course.read(scheduled("Prepare")))
        .contains(
            new Reached(
                Moment.PREPARE_BEGUN,
                Instant.ofEpochSecond(2),
                WORKFLOW,
                "activity-2",
                "worker-a"));
    assertThat(course.read(completed(2, "worker-b")))
        .contains(
            new Reached(
                Moment.PREPARE_DONE, Instant.ofEpochSecond(3), WORKFLOW, "activity-2", "worker-b"));
    assertThat(course.decidingWorker()).isEqualTo("worker-a");
  }

  @Test
  void routesOnlyWhatIsOpen() {
    assertThat(course.read(scheduled("LabelPods"))).as("fenced, early").isEmpty();
    assertThat(course.read(completed(1, "worker-a"))).isEmpty();
    course.read(scheduled("Promote"));
    assertThat(course.read(scheduled("LabelPods"))).as("while it opens").isEmpty();
    course.read(completed(3, "worker-a"));
    assertThat(moment(scheduled("LabelPods"))).isEqualTo(Moment.ROUTE_BEGUN);
    assertThat(moment(completed(6, "worker-a"))).isEqualTo(Moment.ROUTE_DONE);
  }

  @Test
  void takesNoFailureForAnEnd() {
    course.read(scheduled("Promote"));
    assertThat(
            course.read(
                event(EventType.EVENT_TYPE_ACTIVITY_TASK_FAILED)
                    .setActivityTaskFailedEventAttributes(
                        ActivityTaskFailedEventAttributes.newBuilder().setScheduledEventId(1))
                    .build()))
        .isEmpty();
    assertThat(course.read(scheduled("LabelPods"))).isEmpty();
  }

  @Test
  void leavesOutWhatIsNoStep() {
    assertThat(course.read(scheduled("WriteStatus"))).isEmpty();
    assertThat(course.read(completed(1, "worker-a"))).isEmpty();
    assertThat(course.read(completed(99, "worker-a"))).isEmpty();
    assertThat(course.read(event(EventType.EVENT_TYPE_TIMER_FIRED).build())).isEmpty();
  }

  private static String expected(String step) {
    return step.equals("Rejoin") ? "repair" : step.toLowerCase(java.util.Locale.ROOT);
  }

  private Moment moment(HistoryEvent event) {
    return course.read(event).map(Reached::moment).orElseThrow();
  }

  private void decided(String worker) {
    Optional<Reached> none =
        course.read(
            event(EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED)
                .setWorkflowTaskStartedEventAttributes(
                    WorkflowTaskStartedEventAttributes.newBuilder().setIdentity(worker))
                .build());
    assertThat(none).isEmpty();
  }

  private HistoryEvent scheduled(String activity) {
    HistoryEvent.Builder event = event(EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED);
    return event
        .setActivityTaskScheduledEventAttributes(
            ActivityTaskScheduledEventAttributes.newBuilder()
                .setActivityId("activity-" + event.getEventId())
                .setActivityType(ActivityType.newBuilder().setName(activity)))
        .build();
  }

  private HistoryEvent completed(long scheduled, String worker) {
    return event(EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED)
        .setActivityTaskCompletedEventAttributes(
            ActivityTaskCompletedEventAttributes.newBuilder()
                .setScheduledEventId(scheduled)
                .setIdentity(worker))
        .build();
  }

  /** Each a second after the one before. */
  private HistoryEvent.Builder event(EventType type) {
    eventId++;
    return HistoryEvent.newBuilder()
        .setEventId(eventId)
        .setEventTime(Timestamp.newBuilder().setSeconds(eventId))
        .setEventType(type);
  }
}
