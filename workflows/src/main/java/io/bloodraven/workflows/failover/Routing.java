package io.bloodraven.workflows.failover;

import io.bloodraven.api.health.Heartbeat;
import io.bloodraven.api.health.ServerState;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Sends clients to the new primary: labels, DNS and taints at once. */
final class Routing {
  private final FailoverPlan plan;
  private final StepRunner steps;

  Routing(FailoverPlan plan, StepRunner steps) {
    this.plan = plan;
    this.steps = steps;
  }

  /** False when some of it could not be done now: the group goes on with it. */
  boolean route(String to, Assessment assessment) {
    steps.enter(Step.ROUTE, "send clients to " + to);
    var group = plan.spec().ref();
    List<Promise<Void>> all =
        List.of(
            Async.procedure(
                stub("label the pods, " + to + " is primary")::labelPods,
                group,
                labels(to, assessment)),
            Async.procedure(stub("point DNS to " + to)::pointDns, group, to),
            Async.procedure(stub("taint nodes outside " + to)::taintNodes, group, to));
    boolean routed = true;
    for (Promise<Void> one : all) {
      try {
        one.get();
      } catch (ActivityFailure failure) {
        routed = false;
      }
    }
    return routed;
  }

  private static RoutingActivities stub(String summary) {
    return Workflow.newActivityStub(RoutingActivities.class, Step.ROUTE.options(summary));
  }

  /** Demotions before the promotion. */
  private List<SiteLabels> labels(String to, Assessment assessment) {
    Stream<SiteLabels> demoted =
        plan.spec().siteNames().stream()
            .filter(site -> !site.equals(to))
            .map(site ->
                site.equals(plan.from())
                    ? new SiteLabels(site, "fenced", false)
                    : new SiteLabels(site, "replica", servesReads(site, assessment)));
    return Stream.concat(demoted, Stream.of(new SiteLabels(to, "primary", true))).toList();
  }

  private static boolean servesReads(String site, Assessment assessment) {
    return assessment.sites().stream()
        .filter(answer -> answer.site().equals(site))
        .anyMatch(answer -> isSeededAndUp(answer.heartbeat()));
  }

  private static boolean isSeededAndUp(@Nullable Heartbeat heartbeat) {
    return heartbeat != null
        && heartbeat.server() == ServerState.UP
        && !heartbeat.gtidExecuted().isEmpty();
  }
}
