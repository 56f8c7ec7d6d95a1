package io.bloodraven.workflows.group;

import io.bloodraven.api.group.GroupRef;
import io.bloodraven.api.lease.FenceReply;
import io.bloodraven.workflows.decision.Bar;
import io.bloodraven.workflows.decision.Recovery;
import io.bloodraven.workflows.decision.Testimony;
import io.bloodraven.workflows.repair.RejoinResult;
import io.bloodraven.workflows.repair.RepairActivities;
import io.bloodraven.workflows.wire.CodeChange;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Puts single sites right beside the entity's loop, one thing at a time at each. */
final class Repairs {
  private static final String AT = "site:";

  /** Name of the change that keeps a site with transactions of its own from being promoted. */
  private static final String BARS = "bar-divergent-sites";

  /** A blocked site that follows all the same is compared again after this long. */
  private static final Duration COMPARED_AGAIN = Duration.ofMinutes(5);

  private final GroupRef group;
  private final GroupMemory memory;
  private final Errands errands;
  private final Announcements announcements;
  private final Map<String, String> doing = new LinkedHashMap<>();

  Repairs(GroupRef group, GroupMemory memory, Errands errands, Announcements announcements) {
    this.group = group;
    this.memory = memory;
    this.errands = errands;
    this.announcements = announcements;
  }

  /** Sites at which something is being done. */
  Set<String> busy() {
    return errands.running(AT);
  }

  /** What is being done, in the words of status. */
  Map<String, String> doing() {
    return Map.copyOf(doing);
  }

  /** An emergency comes first; each repair leaves a state that the next attempt can finish. */
  void callOff() {
    errands.callOff(AT);
    doing.clear();
  }

  /** A site that is not among these is no longer the group's. */
  void keepOnly(List<String> sites) {
    for (String site : busy()) {
      if (!sites.contains(site)) {
        errands.callOffOne(AT + site);
        doing.remove(site);
      }
    }
  }

  void rejoin(String site, String reason, Testimony testimony) {
    String active = memory.activeSite();
    long epoch = memory.epoch();
    start(
        site,
        "Rejoining",
        GroupCalls.repair("make " + site + " a replica of " + active + ": " + reason),
        testimony,
        activities -> Async.function(activities::rejoin, group, site, active, epoch));
  }

  void cloneFrom(String site, String donor, Testimony testimony) {
    long epoch = memory.epoch();
    start(
        site,
        "Cloning",
        GroupCalls.repair("fill " + site + " from " + donor, memory.spec().cloneTimeout()),
        testimony,
        activities -> Async.function(activities::cloneFrom, group, site, donor, epoch));
  }

  void fenceStray(String site, long itsEpoch, Testimony testimony) {
    long epoch = memory.epoch();
    String reason = "epoch " + itsEpoch + " is over, " + epoch + " is in force";
    announcements.add(true, "SplitBrainDetected", site + " is open, but " + reason);
    doing.put(site, "Fencing");
    String pod = podOf(site, testimony);
    errands.<FenceReply>start(
        AT + site,
        () ->
            Async.function(
                GroupCalls.repair("close " + site + ": " + reason)::fenceStray,
                group,
                site,
                epoch,
                reason),
        reply -> {
          doing.remove(site);
          if (!reply.fenced()) {
            tryAgain(site, pod, epoch, "not fenced: " + reply.refusal());
          } else {
            soon(site, pod, epoch, "fenced");
          }
        },
        failure -> {
          doing.remove(site);
          tryAgain(site, pod, epoch, reason(failure));
        });
  }

  private void start(
      String site,
      String what,
      RepairActivities activities,
      Testimony testimony,
      Function<RepairActivities, Promise<RejoinResult>> call) {
    doing.put(site, what);
    String pod = podOf(site, testimony);
    long epoch = memory.epoch();
    errands.<RejoinResult>start(
        AT + site,
        () -> call.apply(activities),
        result -> {
          doing.remove(site);
          settle(site, pod, epoch, result);
        },
        failure -> {
          doing.remove(site);
          tryAgain(site, pod, epoch, reason(failure));
        });
  }

  private void settle(String site, String pod, long epoch, RejoinResult result) {
    switch (result.outcome()) {
      case REPLICATING -> {
        announcements.add(
            false, "RecoveryComplete", site + " replicates from " + memory.activeSite());
        memory.liftBar(site);
        soon(site, pod, epoch, "");
      }
      case NEEDS_CLONE -> {
        memory.liftBar(site);
        memory.remember(
            new Recovery(
                site,
                Recovery.Stage.NEEDS_CLONE,
                epoch,
                pod,
                attempts(site),
                now(),
                "",
                0,
                result.message()));
      }
      case DIVERGENT -> {
        boolean bars = CodeChange.isSince(BARS);
        if (bars && site.equals(memory.activeSite())) {
          return; // adopted since it was asked
        }
        announcements.add(
            true,
            "DataLossDetected",
            site
                + " has "
                + result.divergentCount()
                + " transactions that "
                + memory.activeSite()
                + " lacks, and stays closed: "
                + result.divergentGtid());
        memory.remember(
            new Recovery(
                site,
                Recovery.Stage.BLOCKED,
                epoch,
                pod,
                attempts(site),
                now().plus(COMPARED_AGAIN),
                result.divergentGtid(),
                result.divergentCount(),
                result.message()));
        if (bars) {
          memory.bar(new Bar(site, result.divergentGtid(), result.divergentCount(), false));
        }
      }
    }
  }

  /** Done, but not yet seen from outside: no new attempt before watchers had time to tell. */
  private void soon(String site, String pod, long epoch, String message) {
    remember(site, pod, epoch, 0, message);
  }

  private void tryAgain(String site, String pod, long epoch, String message) {
    remember(site, pod, epoch, attempts(site) + 1, message);
  }

  private void remember(String site, String pod, long epoch, int attempts, String message) {
    memory.remember(
        new Recovery(
            site,
            Recovery.Stage.RETRY,
            epoch,
            pod,
            attempts,
            now().plus(Recovery.pauseAfter(attempts)),
            "",
            0,
            message));
  }

  private int attempts(String site) {
    return memory.recovery(site).map(Recovery::attempts).orElse(0);
  }

  private static Instant now() {
    return Instant.ofEpochMilli(Workflow.currentTimeMillis());
  }

  private static String podOf(String site, Testimony testimony) {
    return testimony.lastHeard(site).map(seen -> seen.podUid()).orElse("");
  }

  private static String reason(RuntimeException failure) {
    Throwable cause = failure.getCause();
    return cause == null
        ? String.valueOf(failure.getMessage())
        : String.valueOf(cause.getMessage());
  }
}
