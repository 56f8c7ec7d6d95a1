package io.bloodraven.workflows.group;

import static java.util.Objects.requireNonNull;

import io.bloodraven.api.group.GroupSpec;
import io.bloodraven.api.group.SiteRole;
import io.bloodraven.api.group.SiteSpec;
import io.bloodraven.api.health.Observation;
import io.bloodraven.api.health.Sighting;
import io.bloodraven.api.health.Verdict;
import io.bloodraven.workflows.decision.Bar;
import io.bloodraven.workflows.decision.GroupSnapshot;
import io.bloodraven.workflows.decision.Recovery;
import io.bloodraven.workflows.decision.Report;
import io.bloodraven.workflows.failover.FailoverPlan;
import io.bloodraven.workflows.failover.FailoverResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the group knows and has decided; changed by the entity's loop only. */
final class GroupMemory {
  /** A failover that changed nothing is not tried again for this long. */
  static final Duration QUIET = Duration.ofSeconds(2);

  /** The same for what is less urgent, or not allowed before the cooldown is over. */
  static final Duration LONG_QUIET = Duration.ofSeconds(10);

  private static final Duration SHORT_QUIET = Duration.ofMillis(200);
  private static final int HISTORY = 10;

  /** More than a manifest can name. */
  private static final int MOST_BARS = 32;

  private @Nullable GroupSpec spec;
  private String activeSite;
  private long epoch;
  private long highestTried;
  private long topologyGeneration;
  private Instant since;
  private Instant cooldownUntil;
  private Instant quietUntil;
  private String promotionGtidExecuted;
  private final Reports reports;
  private final Map<String, Recovery> recoveries = new LinkedHashMap<>();
  private final Map<String, Bar> bars = new LinkedHashMap<>();
  private final List<FailoverRecord> history;
  private long usersGeneration;
  private @Nullable Route routed;
  private @Nullable DecidedStatus written;
  private List<String> leftovers;

  GroupMemory(GroupState carried) {
    spec = carried.spec();
    activeSite = carried.activeSite();
    epoch = carried.epoch();
    highestTried = carried.highestTried();
    topologyGeneration = carried.topologyGeneration();
    since = carried.since();
    cooldownUntil = carried.cooldownUntil();
    quietUntil = carried.quietUntil();
    promotionGtidExecuted = carried.promotionGtidExecuted();
    reports = new Reports(carried.reports());
    carried.recoveries().forEach(recovery -> recoveries.put(recovery.site(), recovery));
    carried.bars().forEach(this::bar);
    history = new ArrayList<>(carried.history());
    usersGeneration = carried.usersGeneration();
    routed = carried.routed();
    written = carried.written();
    leftovers = carried.leftovers();
  }

  /** The state of a group that nothing is known of. */
  static GroupState blank(Instant now, String firstChore) {
    return new GroupState(
        null,
        "",
        0,
        0,
        0,
        now,
        Instant.EPOCH,
        Instant.EPOCH,
        "",
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        -1,
        null,
        null,
        List.of(),
        List.of(firstChore));
  }

  GroupState toState(List<String> due) {
    return new GroupState(
        spec,
        activeSite,
        epoch,
        highestTried,
        topologyGeneration,
        since,
        cooldownUntil,
        quietUntil,
        promotionGtidExecuted,
        reports.list(),
        List.copyOf(recoveries.values()),
        barsToCarry(),
        history,
        usersGeneration,
        routed,
        written,
        leftovers,
        due);
  }

  GroupSnapshot snapshot(Set<String> busy, Instant now) {
    return new GroupSnapshot(
        spec(),
        activeSite,
        epoch,
        since,
        cooldownUntil,
        quietUntil,
        reports.list(),
        recoveries,
        bars,
        busy,
        now);
  }

  /** A site that was blocked before there were bars gets one with the new run. */
  private List<Bar> barsToCarry() {
    Map<String, Bar> all = new LinkedHashMap<>(bars);
    for (Recovery recovery : recoveries.values()) {
      if (recovery.stage() == Recovery.Stage.BLOCKED && !recovery.site().equals(activeSite)) {
        all.putIfAbsent(
            recovery.site(),
            new Bar(recovery.site(), recovery.divergentGtid(), recovery.divergentCount(), false));
      }
    }
    return List.copyOf(all.values());
  }

  void hear(Observation observation, Instant now) {
    reports.hear(observation, now);
  }

  /** Plans a failover at an epoch above every one that was ever seen or tried. */
  FailoverPlan plan(List<String> candidates, boolean lossFreeOnly, String cause) {
    highestTried = Math.max(Math.max(highestTried, epoch), reports.highestEpoch()) + 1;
    return new FailoverPlan(
        spec(),
        activeSite,
        epoch,
        highestTried,
        candidates,
        List.copyOf(bars.values()),
        lossFreeOnly,
        reports.lastExecuted(activeSite),
        cause);
  }

  /** Takes over what came of a failover. */
  void ended(FailoverPlan plan, FailoverResult result, Instant started, Instant now) {
    highestTried = Math.max(highestTried, result.epoch());
    switch (result.outcome()) {
      case PROMOTED -> promoted(plan, result, started, now);
      case NOT_NEEDED, NO_CANDIDATE ->
          quietUntil = now.plus(plan.lossFreeOnly() || plan.grantsAnew() ? LONG_QUIET : QUIET);
      case SUPERSEDED -> quietUntil = now.plus(SHORT_QUIET);
      case ABORTED -> quietUntil = now.plus(spec().failoverCooldown());
    }
  }

  private void promoted(FailoverPlan plan, FailoverResult result, Instant started, Instant now) {
    boolean moved = !plan.from().isEmpty() && !plan.from().equals(result.to());
    begin(result.to(), result.epoch(), result.gtidExecuted(), started);
    cooldownUntil = moved ? now.plus(spec().failoverCooldown()) : cooldownUntil;
    promotionGtidExecuted = result.gtidExecuted();
    routed = result.routed() ? new Route(result.to(), List.of()) : null;
    long writableAfter =
        result.phaseMillis().entrySet().stream()
            .filter(phase -> !phase.getKey().equals("route"))
            .mapToLong(Map.Entry::getValue)
            .sum();
    history.addFirst(
        new FailoverRecord(
            result.epoch(),
            plan.from(),
            result.to(),
            plan.cause(),
            started,
            writableAfter,
            result.knownLoss()));
    if (history.size() > HISTORY) {
      history.removeLast();
    }
  }

  /**
   * Takes over a site that is open at a higher epoch. What was heard stays: the reports that say so
   * say how the other sites are too, and watchers do not repeat what has not changed.
   */
  void adopt(String site, long itsEpoch) {
    reign(site, itsEpoch);
    highestTried = Math.max(highestTried, itsEpoch);
    routed = null;
  }

  private void begin(String site, long itsEpoch, String executed, Instant when) {
    reign(site, itsEpoch);
    since = when;
    Sighting open =
        new Sighting(
            site,
            Verdict.WRITABLE,
            "",
            itsEpoch,
            itsEpoch,
            executed,
            executed,
            null,
            true,
            List.of(),
            false);
    reports.begin(new Report(new Observation("the opening itself", 0, when, List.of(open)), when));
  }

  private void reign(String site, long itsEpoch) {
    topologyGeneration += site.equals(activeSite) ? 0 : 1;
    activeSite = site;
    epoch = itsEpoch;
    recoveries.clear();
    // any other stays barred until it has been compared with the new active site
    bars.remove(site);
  }

  /** Forgets whatever says that the site is open at that epoch. */
  void disbelieve(String site, long itsEpoch) {
    reports.forget(site, itsEpoch);
  }

  void remember(Recovery recovery) {
    recoveries.put(recovery.site(), recovery);
  }

  /** Also of a site that leaves the manifest: its volume stays, and it may come back. */
  void bar(Bar bar) {
    bars.remove(bar.site());
    bars.put(bar.site(), bar);
    if (bars.size() > MOST_BARS) {
      bars.remove(bars.keySet().iterator().next());
    }
  }

  /** A person's word counts for one failover; answers whether it counted for this one. */
  boolean withdrawAdmissions(FailoverPlan plan) {
    List<Bar> admitted = plan.candidates().stream().flatMap(site -> barOf(site).stream()).toList();
    admitted.forEach(bar -> bar(bar.with(false)));
    return !admitted.isEmpty();
  }

  void liftBar(String site) {
    bars.remove(site);
  }

  Optional<Bar> barOf(String site) {
    return Optional.ofNullable(bars.get(site));
  }

  Optional<Recovery> recovery(String site) {
    return Optional.ofNullable(recoveries.get(site));
  }

  /**
   * The spec; only to be asked for once it was read. The active site is of the group even if the
   * manifest no longer has it: else nobody would notice its death.
   */
  GroupSpec spec() {
    GroupSpec read = requireNonNull(spec, "the resource was not read yet");
    return activeIsRemoved()
        ? read.with(new SiteSpec(activeSite, SiteRole.PRIMARY_CANDIDATE))
        : read;
  }

  /** Whether the manifest has lost the active site. */
  boolean activeIsRemoved() {
    return spec != null && !activeSite.isEmpty() && spec.site(activeSite).isEmpty();
  }

  /** Sites that are no longer the group's, and of which something is left. */
  List<String> removedSites() {
    return leftovers.stream().filter(site -> spec().site(site).isEmpty()).toList();
  }

  void leftovers(List<String> sites) {
    leftovers = List.copyOf(sites);
  }

  boolean knowsSpec() {
    return spec != null;
  }

  void take(GroupSpec read) {
    spec = read;
    recoveries.keySet().retainAll(spec().siteNames());
  }

  String activeSite() {
    return activeSite;
  }

  long epoch() {
    return epoch;
  }

  long topologyGeneration() {
    return topologyGeneration;
  }

  String promotionGtidExecuted() {
    return promotionGtidExecuted;
  }

  List<FailoverRecord> history() {
    return List.copyOf(history);
  }

  boolean usersAreMissing() {
    return !activeSite.isEmpty() && usersGeneration != spec().generation();
  }

  void usersExist(long generation) {
    usersGeneration = generation;
  }

  @Nullable Route routed() {
    return routed;
  }

  void routed(Route done) {
    routed = done;
  }

  /** Labels may have been changed by somebody: they are to be set again. */
  void forgetLabels() {
    routed = routed == null ? null : new Route(routed.activeSite(), List.of());
  }

  /** DNS and taints may point elsewhere: all is to be set again. */
  void forgetRoute() {
    routed = null;
  }

  @Nullable DecidedStatus written() {
    return written;
  }

  void written(DecidedStatus status) {
    written = status;
  }
}
