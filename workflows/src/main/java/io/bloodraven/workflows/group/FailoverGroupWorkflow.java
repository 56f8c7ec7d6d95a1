package io.bloodraven.workflows.group;

import io.bloodraven.api.group.GroupRef;
import io.bloodraven.api.health.Observation;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import org.jspecify.annotations.Nullable;

/**
 * The one durable decider of a failover group; id {@link GroupRef#workflowId()}. Watchers start it
 * with their first signal. It ends only when the group is deleted.
 */
@WorkflowInterface
public interface FailoverGroupWorkflow {
  /** Task queue of every Bloodraven workflow and activity. */
  String TASK_QUEUE = "bloodraven";

  /**
   * Runs until the group is deleted, continuing as new when idle.
   *
   * @param carried state of the run before, null at the very start
   */
  @WorkflowMethod
  void run(GroupRef group, @Nullable GroupState carried);

  /** A vantage point saw something change. */
  @SignalMethod
  void observed(Observation observation);

  /** The resource changed, or an owned object drifted: read it again and put things right. */
  @SignalMethod
  void resourceChanged(ResourceChange change);

  /**
   * A person lets a site be promoted that has transactions which the group lacks. Counts for one
   * failover, or until the site is compared with an open one again.
   */
  @SignalMethod
  void admitSite(@Nullable Admission admission);

  /** What the group is and does now. */
  @QueryMethod
  GroupView view();
}
