package io.bloodraven.worker;

import io.bloodraven.api.group.GroupRef;
import io.bloodraven.api.group.GroupSpec;
import io.bloodraven.api.group.SiteRole;
import io.bloodraven.api.group.SiteSpec;
import io.bloodraven.api.health.Heartbeat;
import io.bloodraven.api.health.LeaseView;
import io.bloodraven.api.health.Observation;
import io.bloodraven.api.health.Replication;
import io.bloodraven.api.health.ServerState;
import io.bloodraven.api.health.Sighting;
import io.bloodraven.api.health.Verdict;
import io.bloodraven.api.lease.FenceProof;
import io.bloodraven.api.lease.FenceReply;
import io.bloodraven.api.lease.Refusal;
import io.bloodraven.workflows.failover.Assessment;
import io.bloodraven.workflows.failover.Assessment.SiteAnswer;
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
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for everything outside: a group of two sites of which the first one dies. It touches
 * nothing, and knows its lines by heart.
 */
final class Understudy
    implements FailoverActivities, RoutingActivities, GroupActivities, RepairActivities {
  /** The site that dies. */
  static final String FIRST = "first";

  /** The site that takes over. */
  static final String SECOND = "second";

  private static final String GTIDS = "00000000-0000-0000-0000-000000000001:1-1000";
  private static final int MOST_STATUSES = 64;
  private static final Duration SOON = Duration.ofSeconds(6);

  private final BlockingQueue<DecidedStatus> statuses = new ArrayBlockingQueue<>(MOST_STATUSES);

  /** The group as it is when {@code active} is open and the other site, if it lives, follows. */
  static Observation seen(
      GroupRef group, long sequence, String active, long epoch, boolean firstDead) {
    return new Observation(
        "rehearsal",
        sequence,
        Instant.EPOCH,
        List.of(
            sighting(group, FIRST, active, epoch, firstDead),
            sighting(group, SECOND, active, epoch, false)));
  }

  private static Sighting sighting(
      GroupRef group, String site, String active, long epoch, boolean dead) {
    boolean isActive = site.equals(active);
    Verdict alive = isActive ? Verdict.WRITABLE : Verdict.CLOSED;
    return new Sighting(
        site,
        dead ? Verdict.DEAD : alive,
        "pod-" + site,
        epoch,
        isActive ? epoch : 0,
        GTIDS,
        GTIDS,
        isActive ? null : following(group, active),
        !dead,
        isActive ? List.of(Heartbeat.MYSQL_EVENT, Heartbeat.NETWORK_GUARD) : List.of(),
        false);
  }

  private static Replication following(GroupRef group, String source) {
    return new Replication(group.internalHost(source), "ON", true, "", "", 0, 0);
  }

  /** The next status that was written, null when there is none in time. */
  @Nullable DecidedStatus nextStatus(Duration limit) throws InterruptedException {
    return statuses.poll(limit.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public Optional<GroupSpec> readSpec(GroupRef group) {
    return Optional.of(
        new GroupSpec(
            group,
            1,
            List.of(
                new SiteSpec(FIRST, SiteRole.PRIMARY_CANDIDATE),
                new SiteSpec(SECOND, SiteRole.PRIMARY_CANDIDATE)),
            List.of(FIRST, SECOND),
            SOON,
            SOON,
            SOON,
            SOON,
            SOON));
  }

  @Override
  public Assessment assess(GroupRef group, List<String> sites, String from, long epoch) {
    return new Assessment(
        List.of(
            new SiteAnswer(FIRST, heartbeat(group, FIRST, ServerState.DEAD, epoch - 1), "", false),
            new SiteAnswer(SECOND, heartbeat(group, SECOND, ServerState.UP, 0), "", true)),
        fenced(FIRST, epoch));
  }

  private static Heartbeat heartbeat(
      GroupRef group, String site, ServerState server, long holdingEpoch) {
    return new Heartbeat(
        group.namespace(),
        group.name(),
        site,
        "pod-" + site,
        "boot-" + site,
        1,
        server,
        false,
        new LeaseView(
            1, holdingEpoch, 0, 1, FIRST, "pod-" + FIRST, List.of(FIRST, SECOND), 60_000, 1_000),
        GTIDS,
        GTIDS,
        site.equals(FIRST) ? null : following(group, FIRST),
        List.of(),
        List.of());
  }

  private static FenceReply fenced(String site, long epoch) {
    FenceProof proof = new FenceProof(site, "pod-" + site, epoch - 1, 0);
    return new FenceReply(true, Refusal.NONE, epoch, proof, ServerState.DEAD, GTIDS, true);
  }

  @Override
  public FenceReply fence(
      GroupRef group, List<String> sites, String from, long epoch, String reason) {
    return fenced(from, epoch);
  }

  @Override
  public Preparation prepare(
      GroupRef group, String candidate, long epoch, List<FenceProof> proofs) {
    return new Preparation(GTIDS, 0);
  }

  @Override
  public Promotion promote(GroupRef group, String candidate, long epoch, List<FenceProof> proofs) {
    return new Promotion(GTIDS);
  }

  @Override
  public RejoinResult rejoin(GroupRef group, String site, String source, long epoch) {
    return replicating(site);
  }

  @Override
  public RejoinResult cloneFrom(GroupRef group, String site, String donor, long epoch) {
    return replicating(site);
  }

  private static RejoinResult replicating(String site) {
    return new RejoinResult(RejoinResult.Outcome.REPLICATING, "", 0, site + " replicates");
  }

  @Override
  public FenceReply fenceStray(GroupRef group, String site, long epoch, String reason) {
    return fenced(site, epoch);
  }

  @Override
  public void writeStatus(GroupRef group, DecidedStatus status) {
    statuses.offer(status);
  }

  @Override
  public boolean reigns(GroupRef group, String site, long epoch) {
    return true;
  }

  @Override
  public List<String> applyObjects(GroupRef group, String activeSite) {
    return List.of();
  }

  @Override
  public List<String> removeSites(GroupRef group, String activeSite) {
    return List.of();
  }

  /** The play ends with the deletion of the group. */
  @Override
  public boolean isLeaving(GroupRef group) {
    return true;
  }

  @Override
  public boolean release(GroupRef group) {
    return false;
  }

  @Override
  public void ensureUsers(GroupRef group, String activeSite) {}

  @Override
  public void recordEvent(GroupRef group, GroupEvent event) {}

  @Override
  public void labelPods(GroupRef group, List<SiteLabels> labels) {}

  @Override
  public void pointDns(GroupRef group, String activeSite) {}

  @Override
  public void taintNodes(GroupRef group, String activeSite) {}
}
