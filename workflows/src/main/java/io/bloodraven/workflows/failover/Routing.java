package io.bloodraven.workflows.failover;

import io.bloodraven.api.health.Heartbeat;
import io.bloodraven.api.health.ServerState;
import io.bloodraven.workflows.wire.CodeChange;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Sends clients to the new primary. What clients do not wait for comes last. */
final class Routing {
  /**
   * A change of the code: the old primary stays behind the Service until the new one is there, for
   * a Service that leads nowhere lets clients wait (docs/architecture.md).
   */
  private static final String MOVES_ONCE = "labels-move-once";

  private final FailoverPlan plan;
  private final StepRunner steps;
  private final List<Promise<Void>> earlier = new ArrayList<>();

  Routing(FailoverPlan plan, StepRunner steps) {
    this.plan = plan;
    this.steps = steps;
  }

  /** What runs that began before {@link #MOVES_ONCE} did with a fenced old primary. */
  void demoteEarly(Selection selection) {
    boolean grantToFrom = selection.ranked().getFirst().site().equals(plan.from());
    if (selection.fence().isPresent() && !grantToFrom && !CodeChange.isSince(MOVES_ONCE)) {
      earlier.add(
          Async.procedure(
              stub("label the pod of " + plan.from() + ", it is fenced")::labelPods,
              plan.spec().ref(),
              List.of(fenced(plan.from()))));
    }
  }

  /** False when some of it could not be done now: the group goes on with it. */
  boolean route(String to, Assessment assessment) {
    steps.enter(Step.ROUTE, "send clients to " + to);
    var group = plan.spec().ref();
    boolean labelled =
        isDone(
            Async.procedure(
                stub("label the pods, " + to + " is primary")::labelPods,
                group,
                labels(to, assessment)));
    List<Promise<Void>> rest = new ArrayList<>(earlier);
    rest.add(Async.procedure(stub("point DNS to " + to)::pointDns, group, to));
    rest.add(Async.procedure(stub("taint nodes outside " + to)::taintNodes, group, to));
    long undone = rest.stream().filter(one -> !isDone(one)).count();
    return labelled && undone == 0;
  }

  private static boolean isDone(Promise<Void> one) {
    try {
      one.get();
      return true;
    } catch (ActivityFailure failure) {
      return false;
    }
  }

  private static SiteLabels fenced(String site) {
    return new SiteLabels(site, "fenced", false);
  }

  private static RoutingActivities stub(String summary) {
    return Workflow.newActivityStub(RoutingActivities.class, Step.ROUTE.options(summary));
  }

  private List<SiteLabels> labels(String to, Assessment assessment) {
    Stream<SiteLabels> demoted =
        plan.spec().siteNames().stream()
            .filter(site -> !site.equals(to))
            .map(site ->
                site.equals(plan.from())
                    ? fenced(site)
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
