package io.bloodraven.workflows.failover;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import org.jspecify.annotations.Nullable;

/**
 * Makes another site writable. Also opens the very first site (no predecessor to fence). One per
 * epoch. A step whose retries are exhausted does not fail the workflow: it waits for a person's
 * {@code retryStep}, {@code skipStep} or {@code abort}.
 */
@WorkflowInterface
public interface EmergencyFailoverWorkflow {
  /** Carries the plan out; ends with what became of it. */
  @WorkflowMethod
  FailoverResult run(FailoverPlan plan);

  /** Try the step that is waiting once more. */
  @SignalMethod
  void retryStep();

  /** Go on without the step that is waiting, where the step allows it. */
  @SignalMethod
  void skipStep(@Nullable String reason);

  /** Give the failover up, where the step allows it. */
  @SignalMethod
  void abort(@Nullable String reason);

  /** Where it stands. */
  @QueryMethod
  FailoverProgress progress();
}
