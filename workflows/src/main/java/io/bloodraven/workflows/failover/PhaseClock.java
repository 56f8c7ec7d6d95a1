package io.bloodraven.workflows.failover;

import io.temporal.workflow.Workflow;
import java.util.LinkedHashMap;
import java.util.Map;

/** How long each phase took, in workflow time. */
final class PhaseClock {
  private final Map<String, Long> millis = new LinkedHashMap<>();
  private long since = Workflow.currentTimeMillis();

  /** Everything since the last lap belongs to the step. */
  void lap(Step step) {
    long now = Workflow.currentTimeMillis();
    millis.merge(step.title(), now - since, Long::sum);
    since = now;
  }

  Map<String, Long> millis() {
    return new LinkedHashMap<>(millis);
  }
}
