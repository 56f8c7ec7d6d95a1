package io.bloodraven.activities.kubernetes;

import io.bloodraven.workflows.group.DecidedStatus;
import io.bloodraven.workflows.group.DecidedStatus.SiteDecision;
import io.bloodraven.workflows.group.FailoverRecord;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The decided part of a group's status as the resource has it. What is empty is left out: by
 * server-side apply it then goes, unless somebody else set it too.
 */
final class StatusFields {
  private StatusFields() {}

  /**
   * The fields.
   *
   * @param notActive paths of fields of the spec
   * @param live conditions as they are, for the time of their last transition
   * @param now when a condition that changes now has changed
   */
  static Map<String, Object> of(
      DecidedStatus status, List<String> notActive, List<Condition> live, Instant now) {
    Fields fields = new Fields();
    fields.put("observedGeneration", status.observedGeneration());
    fields.text("activeSite", status.activeSite());
    fields.put("epoch", status.epoch());
    fields.put("topologyGeneration", status.topologyGeneration());
    fields.text("phase", status.phase());
    if (!notActive.isEmpty()) {
      fields.put("notActive", notActive);
    }
    fields.put("sites", status.sites().stream().map(StatusFields::site).toList());
    fields.put(
        "conditions",
        status.conditions().stream()
            .map(condition -> condition(condition, status.observedGeneration(), live, now))
            .toList());
    if (status.lastFailover() != null) {
      fields.text("lastFailover", time(status.lastFailover()));
    }
    fields.text("lastFailoverTarget", status.lastFailoverTarget());
    fields.text("promotionGtidExecuted", status.promotionGtidExecuted());
    fields.put("history", status.history().stream().map(StatusFields::failover).toList());
    return fields.map();
  }

  private static Map<String, Object> site(SiteDecision site) {
    Fields fields = new Fields();
    fields.text("name", site.site());
    fields.text("recoveryState", site.recoveryState());
    fields.text("divergentGtid", site.divergentGtid());
    if (!site.divergentGtid().isEmpty()) {
      fields.put("divergentTransactionCount", site.divergentTransactionCount());
    }
    fields.text("sourceHost", site.sourceHost());
    fields.text("sourceConvergenceState", site.sourceConvergenceState());
    fields.text("sourceConvergenceReason", site.sourceConvergenceReason());
    return fields.map();
  }

  private static Map<String, Object> condition(
      DecidedStatus.Condition condition, long generation, List<Condition> live, Instant now) {
    String status = condition.status() ? "True" : "False";
    String since =
        live.stream()
            .filter(was -> condition.type().equals(was.getType()))
            .filter(was -> status.equals(was.getStatus()))
            .map(Condition::getLastTransitionTime)
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(time(now));
    Fields fields = new Fields();
    fields.text("type", condition.type());
    fields.text("status", status);
    fields.put("observedGeneration", generation);
    fields.text("lastTransitionTime", since);
    fields.put("reason", condition.reason());
    fields.put("message", condition.message());
    return fields.map();
  }

  private static Map<String, Object> failover(FailoverRecord failover) {
    Fields fields = new Fields();
    fields.put("epoch", failover.epoch());
    fields.text("from", failover.from());
    fields.text("to", failover.to());
    fields.text("cause", failover.cause());
    fields.text("started", time(failover.started()));
    fields.put("writableAfterMillis", failover.writableAfterMillis());
    fields.text("knownLoss", failover.knownLoss());
    return fields.map();
  }

  private static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** A map under construction. */
  private record Fields(Map<String, Object> map) {
    Fields() {
      this(new LinkedHashMap<>());
    }

    void put(String name, Object value) {
      map.put(name, value);
    }

    void text(String name, String value) {
      if (!value.isEmpty()) {
        map.put(name, value);
      }
    }
  }
}
