package io.bloodraven.workflows.group;

import io.bloodraven.workflows.failover.RoutingActivities;
import io.bloodraven.workflows.repair.RepairActivities;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/** The activities of the entity workflow, with their timeouts, retries and summaries. */
final class GroupCalls {
  private static final Duration SHORT = Duration.ofSeconds(10);
  private static final Duration HEARTBEAT = Duration.ofSeconds(10);
  private static final Duration LONG = Duration.ofHours(1);
  private static final int MANY = 10;
  private static final int FEW = 3;

  private GroupCalls() {}

  static GroupActivities group(String summary) {
    return Workflow.newActivityStub(
        GroupActivities.class, options(summary, Duration.ofSeconds(30), MANY).build());
  }

  /** For a question that can be asked again later, while nothing else is done. */
  static GroupActivities question(String summary) {
    return Workflow.newActivityStub(GroupActivities.class, options(summary, SHORT, FEW).build());
  }

  static RoutingActivities routing(String summary) {
    return Workflow.newActivityStub(RoutingActivities.class, options(summary, SHORT, MANY).build());
  }

  static RepairActivities repair(String summary) {
    return repair(summary, LONG);
  }

  /**
   * For what takes long: an attempt lives as long as its heartbeat.
   *
   * @param limit how long it may live at all
   */
  static RepairActivities repair(String summary, Duration limit) {
    return Workflow.newActivityStub(
        RepairActivities.class,
        options(summary, limit, FEW).setHeartbeatTimeout(HEARTBEAT).build());
  }

  private static ActivityOptions.Builder options(
      String summary, Duration startToClose, int attempts) {
    return ActivityOptions.newBuilder()
        .setStartToCloseTimeout(startToClose)
        .setRetryOptions(
            RetryOptions.newBuilder()
                .setInitialInterval(Duration.ofMillis(500))
                .setBackoffCoefficient(2)
                .setMaximumInterval(Duration.ofSeconds(15))
                .setMaximumAttempts(attempts)
                .build())
        .setSummary(summary);
  }
}
