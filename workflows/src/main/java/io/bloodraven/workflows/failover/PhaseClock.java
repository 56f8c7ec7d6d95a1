package io.bloodraven.workflows.failover;

import com.uber.m3.tally.Scope;
import io.bloodraven.api.group.GroupRef;
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

  /** Tells the worker's metrics; not again when history is replayed. */
  void publish(GroupRef group, FailoverResult.Outcome outcome) {
    Scope metrics =
        Workflow.getMetricsScope()
            .tagged(
                Map.of(
                    "group_namespace", group.namespace(),
                    "group", group.name(),
                    "outcome", outcome.name()));
    millis.forEach((phase, took) ->
        metrics
            .tagged(Map.of("phase", phase))
            .timer("bloodraven_failover_phase")
            .record(com.uber.m3.util.Duration.ofMillis(took)));
  }

  Map<String, Long> millis() {
    return new LinkedHashMap<>(millis);
  }
}
