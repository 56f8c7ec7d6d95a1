package io.bloodraven.workflows.group;

import io.bloodraven.api.group.SiteRole;
import io.bloodraven.api.group.SiteSpec;
import io.bloodraven.api.health.Heartbeat;
import io.bloodraven.api.health.Replication;
import io.bloodraven.api.health.Sighting;
import io.bloodraven.api.health.Verdict;
import io.bloodraven.workflows.decision.ActiveSite;
import io.bloodraven.workflows.decision.Bar;
import io.bloodraven.workflows.decision.GroupSnapshot;
import io.bloodraven.workflows.decision.Recovery;
import io.bloodraven.workflows.decision.Testimony;
import io.bloodraven.workflows.group.DecidedStatus.Condition;
import io.bloodraven.workflows.group.DecidedStatus.SiteDecision;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Builds the decided part of status from what is known; claims nothing that is not so. Pure. */
final class StatusReport {
  /** What goes on, besides what is remembered. */
  record Present(
      boolean failingOver, Map<String, String> doing, String alert, List<String> troubles) {
    Present {
      doing = Map.copyOf(doing);
      troubles = List.copyOf(troubles);
    }
  }

  private final GroupMemory memory;
  private final GroupSnapshot group;
  private final Testimony testimony;
  private final Present present;
  private final ActiveSite.Condition active;

  StatusReport(GroupMemory memory, GroupSnapshot group, Present present) {
    this.memory = memory;
    this.group = group;
    this.testimony = new Testimony(group);
    this.present = present;
    this.active = ActiveSite.judge(group, testimony).condition();
  }

  DecidedStatus build() {
    List<SiteDecision> sites =
        group.spec().sites().stream().map(SiteSpec::name).map(this::site).toList();
    Optional<FailoverRecord> last =
        memory.history().stream().filter(record -> !record.from().isEmpty()).findFirst();
    return new DecidedStatus(
        group.spec().generation(),
        open() ? group.activeSite() : "",
        group.epoch(),
        memory.topologyGeneration(),
        phase(),
        sites,
        conditions(sites),
        last.map(FailoverRecord::started).orElse(null),
        last.map(FailoverRecord::to).orElse(""),
        memory.promotionGtidExecuted(),
        memory.history());
  }

  /** A site that nobody hears may well be open: only a better word takes the claim away. */
  private boolean open() {
    return !present.failingOver()
        && (active == ActiveSite.Condition.OPEN || active == ActiveSite.Condition.NOT_HEARD)
        && !group.activeSite().isEmpty();
  }

  private boolean ready() {
    return open() && active == ActiveSite.Condition.OPEN;
  }

  private String phase() {
    if (present.failingOver()) {
      return group.activeSite().isEmpty() ? "Bootstrapping" : "FailingOver";
    }
    if (group.activeSite().isEmpty()) {
      return "Bootstrapping";
    }
    if (!ready()) {
      return "Waiting";
    }
    return degraded().isEmpty() ? "Ready" : "Degraded";
  }

  private List<Condition> conditions(List<SiteDecision> sites) {
    String degraded = degraded();
    List<String> blocked =
        sites.stream()
            .filter(site ->
                group.bars().containsKey(site.site())
                    || site.recoveryState().equals("RecoveryBlocked"))
            .map(site -> site.site() + ": " + blockedBy(site))
            .toList();
    boolean bootstrapping = group.activeSite().isEmpty();
    boolean fenced = !bootstrapping && !open();
    return List.of(
        new Condition(
            "Ready",
            ready(),
            ready() ? "Writable" : bootstrapping ? "Bootstrapping" : reasonName(),
            ready() ? group.activeSite() + " is open for writes" : present.alert()),
        new Condition(
            "Degraded",
            !degraded.isEmpty(),
            degraded.isEmpty() ? "AllWell" : "SitesOrObjects",
            degraded),
        new Condition(
            "RecoveryPending",
            !blocked.isEmpty(),
            blocked.isEmpty() ? "None" : "DivergentTransactions",
            String.join("; ", blocked)),
        new Condition(
            "Bootstrapping",
            bootstrapping,
            bootstrapping ? "NoSiteOpenedYet" : "Done",
            bootstrapping ? "waiting for the first site" : ""),
        new Condition("Updating", false, "None", ""),
        new Condition(
            "Fenced",
            fenced,
            fenced ? reasonName() : "Open",
            fenced ? "no site is open for writes" : ""),
        switches());
  }

  /** Which dead-man's switches close the active site when its sidecar no longer can. */
  private Condition switches() {
    String type = "SwitchesArmed";
    Optional<Sighting> seen =
        testimony
            .lastHeard(group.activeSite())
            // the opening itself says nothing about them
            .filter(site -> site.verdict() == Verdict.WRITABLE && !site.podUid().isEmpty());
    if (seen.isEmpty()) {
      return new Condition(type, false, "NoSiteHeardOpen", "");
    }
    List<String> armed = seen.get().armedSwitches();
    String message =
        group.activeSite() + ": " + (armed.isEmpty() ? "none" : String.join(", ", armed));
    if (armed.contains(Heartbeat.NETWORK_GUARD)) {
      return new Condition(type, true, "NetworkGuard", message);
    }
    return new Condition(type, !armed.isEmpty(), armed.isEmpty() ? "None" : "EventOnly", message);
  }

  private String reasonName() {
    return switch (active) {
      case OPEN -> "FailingOver";
      case DEAD -> "PrimaryDead";
      case SILENT -> "PrimarySilent";
      case WITHOUT_LEASE -> "PrimaryWithoutLease";
      case COMING_BACK -> "PrimaryComingBack";
      case STALLED -> "PrimaryStalled";
      case NOT_HEARD -> "PrimaryNotHeard";
    };
  }

  /** What to say of a manifest that has lost the active site. */
  static String activeIsRemoved(String site) {
    return "spec.sites does not have "
        + site
        + ", which is the active site: it stays as it is; put it back, or move the primary to"
        + " another site first";
  }

  /** What is not as it should be, empty when all is well. */
  private String degraded() {
    List<String> what = new ArrayList<>(present.troubles());
    if (memory.activeIsRemoved()) {
      what.add(activeIsRemoved(group.activeSite()));
    }
    if (!group.activeSite().isEmpty()) {
      group.spec().sites().stream()
          .filter(site -> !site.name().equals(group.activeSite()))
          .flatMap(site -> shortcomings(site).stream())
          .forEach(what::add);
    }
    if (!present.alert().isEmpty()) {
      what.add(present.alert());
    }
    return String.join("; ", what);
  }

  private List<String> shortcomings(SiteSpec site) {
    String name = site.name();
    if (!testimony.follows(name)) {
      return List.of(name + " does not replicate");
    }
    List<String> what = new ArrayList<>();
    if (!testimony.receives(name)) {
      what.add(name + " is not connected to " + group.activeSite() + receiverError(name));
    }
    if (!testimony.servesReads(name)) {
      String limit = site.role() == SiteRole.READ_ONLY ? "readOnlyMaxLagSeconds" : "maxLagSeconds";
      what.add(name + " is further behind than spec.replication." + limit + " allows");
    }
    return what;
  }

  private String receiverError(String site) {
    return testimony
        .lastHeard(site)
        .map(Sighting::replication)
        .map(Replication::receiverError)
        .filter(error -> !error.isEmpty())
        .map(error -> ": " + error)
        .orElse("");
  }

  private SiteDecision site(String site) {
    Optional<Recovery> recovery = recovery(site);
    Optional<Bar> bar = Optional.ofNullable(group.bars().get(site));
    boolean isActive = site.equals(group.activeSite());
    Optional<Replication> replication =
        testimony
            .lastHeard(site)
            .map(Sighting::replication)
            .filter(channel -> channel != null && !isActive);
    return new SiteDecision(
        site,
        present.doing().getOrDefault(site, isBlocked(site) ? "RecoveryBlocked" : ""),
        bar.map(Bar::divergentGtid).or(() -> recovery.map(Recovery::divergentGtid)).orElse(""),
        bar.map(Bar::divergentCount).or(() -> recovery.map(Recovery::divergentCount)).orElse(0L),
        replication.map(Replication::sourceHost).orElse(""),
        isActive || group.activeSite().isEmpty()
            ? ""
            : testimony.receives(site) ? "Converged" : "Pending",
        recovery.map(Recovery::message).orElse(""));
  }

  private boolean isBlocked(String site) {
    return group.bars().containsKey(site)
        || recovery(site).filter(one -> one.stage() == Recovery.Stage.BLOCKED).isPresent();
  }

  private String blockedBy(SiteDecision site) {
    return recovery(site.site())
        .filter(one -> one.stage() == Recovery.Stage.BLOCKED)
        .map(Recovery::message)
        .orElse(site.divergentTransactionCount() + " transactions existed only there");
  }

  private Optional<Recovery> recovery(String site) {
    return Optional.ofNullable(group.recoveries().get(site));
  }
}
