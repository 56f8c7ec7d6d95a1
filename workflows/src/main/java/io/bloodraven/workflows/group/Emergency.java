package io.bloodraven.workflows.group;

import io.bloodraven.api.group.GroupRef;
import io.bloodraven.workflows.failover.EmergencyFailoverWorkflow;
import io.bloodraven.workflows.failover.FailoverPlan;
import io.bloodraven.workflows.failover.FailoverResult;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.workflow.Async;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;

/** The failover that runs, if one does; the loop stays free for signals meanwhile. */
final class Emergency {
  private static final String NAME = "failover";

  /** Short, for a worker that vanished with a task must not hold up a failover. */
  private static final Duration TASK_TIMEOUT = Duration.ofSeconds(2);

  /** Status and Events wait until writes are back, but not longer than this. */
  private static final Duration LONG = Duration.ofSeconds(10);

  private final GroupRef group;
  private final GroupMemory memory;
  private final Errands errands;
  private final Announcements announcements;
  private Instant started = Instant.EPOCH;
  private String story = "";
  private String lastTold = "";

  Emergency(GroupRef group, GroupMemory memory, Errands errands, Announcements announcements) {
    this.group = group;
    this.memory = memory;
    this.errands = errands;
    this.announcements = announcements;
  }

  boolean isRunning() {
    return errands.isRunning(NAME);
  }

  boolean takesLong(Instant now) {
    return !now.isBefore(longAt());
  }

  Instant longAt() {
    return started.plus(LONG);
  }

  /** What runs, empty when nothing does. */
  String story() {
    return isRunning() ? story : "";
  }

  void start(FailoverPlan plan) {
    started = now();
    story = "failover at epoch " + plan.epoch() + ": " + plan.cause();
    EmergencyFailoverWorkflow child =
        Workflow.newChildWorkflowStub(
            EmergencyFailoverWorkflow.class,
            ChildWorkflowOptions.newBuilder()
                .setWorkflowId(group.failoverWorkflowId(plan.epoch()))
                .setWorkflowIdReusePolicy(
                    WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE)
                // what has begun is finished, whatever becomes of the entity
                .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_ABANDON)
                .setWorkflowTaskTimeout(TASK_TIMEOUT)
                // a group has none, but in a rehearsal
                .setWorkflowRunTimeout(Workflow.getInfo().getWorkflowRunTimeout())
                .setStaticSummary(plan.cause())
                .build());
    errands.start(
        NAME,
        () -> Async.function(child::run, plan),
        result -> ended(plan, result),
        failure ->
            ended(
                plan,
                new FailoverResult(
                    FailoverResult.Outcome.NO_CANDIDATE,
                    plan.epoch(),
                    "",
                    "",
                    "",
                    new LinkedHashMap<>(),
                    false,
                    "the failover failed: " + failure.getMessage())));
  }

  private void ended(FailoverPlan plan, FailoverResult result) {
    memory.ended(plan, result, started, now());
    String move = plan.from() + " → " + result.to() + ": " + plan.cause();
    switch (result.outcome()) {
      case PROMOTED -> {
        announcements.add(
            false, "FailoverExecuted", plan.from().isEmpty() ? result.message() : move);
        lastTold = "";
        if (!result.knownLoss().isEmpty()) {
          announcements.add(
              true, "DataLossDetected", result.to() + " was opened without " + result.knownLoss());
        }
      }
      case NO_CANDIDATE, ABORTED -> {
        boolean wasAdmitted = memory.withdrawAdmissions(plan);
        // tried again every few seconds: the same is told once
        if (wasAdmitted || !result.message().equals(lastTold)) {
          announcements.add(true, "NoPrimaryDetected", "failover given up: " + result.message());
          lastTold = result.message();
        }
      }
      case NOT_NEEDED, SUPERSEDED -> {
        // nothing changed, nothing to tell
      }
    }
  }

  private static Instant now() {
    return Instant.ofEpochMilli(Workflow.currentTimeMillis());
  }
}
