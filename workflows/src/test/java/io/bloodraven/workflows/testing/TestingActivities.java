package io.bloodraven.workflows.testing;

import io.bloodraven.api.group.GroupRef;
import io.bloodraven.api.group.GroupSpec;
import io.bloodraven.api.gtid.GtidSet;
import io.bloodraven.api.lease.FenceProof;
import io.bloodraven.api.lease.FenceReply;
import io.bloodraven.workflows.failover.Assessment;
import io.bloodraven.workflows.failover.FailoverActivities;
import io.bloodraven.workflows.failover.Preparation;
import io.bloodraven.workflows.failover.Promotion;
import io.bloodraven.workflows.failover.RoutingActivities;
import io.bloodraven.workflows.failover.SiteLabels;
import io.bloodraven.workflows.group.DecidedStatus;
import io.bloodraven.workflows.group.GroupActivities;
import io.bloodraven.workflows.group.GroupEvent;
import io.bloodraven.workflows.repair.RejoinResult;
import io.bloodraven.workflows.repair.RepairActivities;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** Every activity, acting on a {@link TestingCluster} and remembering what was asked. */
public final class TestingActivities
    implements FailoverActivities, RoutingActivities, GroupActivities, RepairActivities {
  private final TestingCluster cluster;
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final List<DecidedStatus> statuses = new CopyOnWriteArrayList<>();
  private final List<GroupEvent> events = new CopyOnWriteArrayList<>();
  private final Map<String, AtomicInteger> failures = new ConcurrentHashMap<>();
  private final Map<String, String> verdicts = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> late = new ConcurrentHashMap<>();
  private final Map<String, CountDownLatch> gates = new ConcurrentHashMap<>();

  public TestingActivities(TestingCluster cluster) {
    this.cluster = cluster;
  }

  /** The next {@code times} calls of that activity fail. */
  public void fail(String activity, int times) {
    failures.put(activity, new AtomicInteger(times));
  }

  /** The next {@code times} calls of that activity fail with a verdict of that type. */
  public void fail(String activity, int times, String type) {
    verdicts.put(activity, type);
    fail(activity, times);
  }

  /** The next {@code assessments} hear no sidecar in time. */
  public void hearNobody(int assessments) {
    cluster.spec().siteNames().forEach(site -> miss(site, assessments));
  }

  /** The next {@code assessments} do not hear that site's sidecar in time. */
  public void miss(String site, int assessments) {
    late.put(site, new AtomicInteger(assessments));
  }

  private boolean isLate(String site) {
    AtomicInteger left = late.get(site);
    return left != null && left.getAndDecrement() > 0;
  }

  /** Calls of that activity block until the answer is counted down. */
  public CountDownLatch hold(String activity) {
    CountDownLatch gate = new CountDownLatch(1);
    gates.put(activity, gate);
    return gate;
  }

  /** Calls so far, in order, as {@code activity site}. */
  public List<String> calls() {
    return List.copyOf(calls);
  }

  public long count(String activity) {
    return calls.stream().filter(call -> (call + " ").startsWith(activity + " ")).count();
  }

  public List<DecidedStatus> statuses() {
    return List.copyOf(statuses);
  }

  public Optional<DecidedStatus> status() {
    return statuses.isEmpty() ? Optional.empty() : Optional.of(statuses.getLast());
  }

  public List<GroupEvent> events() {
    return List.copyOf(events);
  }

  public List<String> eventReasons() {
    return events.stream().map(GroupEvent::reason).toList();
  }

  private void called(String activity, String about) {
    calls.add((activity + " " + about).strip());
    CountDownLatch gate = gates.get(activity);
    if (gate != null) {
      await(gate);
    }
    AtomicInteger left = failures.get(activity);
    if (left != null && left.getAndDecrement() > 0) {
      String message = activity + " failed on purpose";
      String verdict = verdicts.get(activity);
      throw verdict == null
          ? ApplicationFailure.newFailure(message, "Passing")
          : ApplicationFailure.newNonRetryableFailure(message, verdict);
    }
  }

  private static void await(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Assessment assess(GroupRef group, List<String> sites, String from, long epoch) {
    called("assess", from);
    FenceReply fence = from.isEmpty() ? null : cluster.fence(from, epoch, true);
    return new Assessment(
        sites.stream()
            .map(site ->
                new Assessment.SiteAnswer(
                    site,
                    isLate(site) ? null : cluster.ask(site).orElse(null),
                    "",
                    cluster.reachable(site)))
            .toList(),
        fence);
  }

  @Override
  public FenceReply fence(
      GroupRef group, List<String> sites, String from, long epoch, String reason) {
    called("fence", from);
    return cluster.fence(from, epoch, false);
  }

  @Override
  public Preparation prepare(
      GroupRef group, String candidate, long epoch, List<FenceProof> proofs) {
    called("prepare", candidate);
    requireReachable(candidate);
    if (!cluster.claim(candidate, epoch)) {
      throw ApplicationFailure.newNonRetryableFailure("a higher epoch was seen", SUPERSEDED);
    }
    if (!cluster.drain(candidate)) {
      throw ApplicationFailure.newNonRetryableFailure("error 1062 at " + candidate, APPLIER_BROKEN);
    }
    return new Preparation("", 0);
  }

  @Override
  public Promotion promote(GroupRef group, String candidate, long epoch, List<FenceProof> proofs) {
    called("promote", candidate);
    requireReachable(candidate);
    return new Promotion(cluster.open(candidate, epoch));
  }

  private void requireReachable(String site) {
    if (!cluster.reachable(site)) {
      throw ApplicationFailure.newFailure(site + " does not answer", "Unreachable");
    }
  }

  @Override
  public void labelPods(GroupRef group, List<SiteLabels> labels) {
    called(
        "labelPods",
        labels.stream()
            .map(label -> label.site() + "=" + label.role() + (label.healthy() ? "" : "(ill)"))
            .collect(Collectors.joining(" ")));
  }

  @Override
  public void pointDns(GroupRef group, String activeSite) {
    called("pointDns", activeSite);
  }

  @Override
  public void taintNodes(GroupRef group, String activeSite) {
    called("taintNodes", activeSite);
  }

  @Override
  public Optional<GroupSpec> readSpec(GroupRef group) {
    called("readSpec", "");
    return cluster.resource();
  }

  @Override
  public List<String> applyObjects(GroupRef group, String activeSite) {
    called("applyObjects", activeSite);
    return cluster.leftovers();
  }

  @Override
  public List<String> removeSites(GroupRef group, String activeSite) {
    called("removeSites", String.join(" ", cluster.leftovers()));
    cluster.removeLeftovers(activeSite);
    return cluster.leftovers();
  }

  @Override
  public boolean reigns(GroupRef group, String site, long epoch) {
    called("reigns", site + " " + epoch);
    return cluster.reigns(site, epoch);
  }

  @Override
  public boolean isLeaving(GroupRef group) {
    called("isLeaving", "");
    return cluster.isLeaving();
  }

  @Override
  public void ensureUsers(GroupRef group, String activeSite) {
    called("ensureUsers", activeSite);
  }

  @Override
  public void writeStatus(GroupRef group, DecidedStatus status) {
    called("writeStatus", status.phase());
    statuses.add(status);
  }

  @Override
  public void recordEvent(GroupRef group, GroupEvent event) {
    called("recordEvent", event.reason());
    events.add(event);
  }

  @Override
  public boolean release(GroupRef group) {
    called("release", "");
    return !cluster.isLeaving();
  }

  @Override
  public RejoinResult rejoin(GroupRef group, String site, String source, long epoch) {
    called("rejoin", site + " " + source);
    requireReachable(site);
    GtidSet divergent = cluster.follow(site, source);
    return divergent.isEmpty()
        ? new RejoinResult(RejoinResult.Outcome.REPLICATING, "", 0, "replicates")
        : new RejoinResult(
            RejoinResult.Outcome.DIVERGENT, divergent.toString(), divergent.count(), "divergent");
  }

  @Override
  public RejoinResult cloneFrom(GroupRef group, String site, String donor, long epoch) {
    called("cloneFrom", site + " " + donor);
    requireReachable(site);
    cluster.follow(site, donor);
    return new RejoinResult(RejoinResult.Outcome.REPLICATING, "", 0, "cloned");
  }

  @Override
  public FenceReply fenceStray(GroupRef group, String site, long epoch, String reason) {
    called("fenceStray", site);
    return cluster.fence(site, epoch, false);
  }
}
