package io.bloodraven.watcher.status;

import io.bloodraven.api.health.Replication;
import io.bloodraven.api.health.Sighting;
import io.bloodraven.watcher.intake.GroupManifest;
import io.bloodraven.watcher.intake.GroupManifest.SiteEntry;
import io.bloodraven.watcher.tracking.GroupSight;
import io.bloodraven.watcher.tracking.SiteSight;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A group as {@code /status} and the WebSocket tell it.
 *
 * @param activeSite the site heard just now to be open for writes, empty when there is none
 * @param epoch the one it is open at; without an active site the last one decided
 * @param lastFailover when, empty when never
 * @param lastFailoverTarget to which site, empty when never
 * @param alert what is wrong, empty when nothing is
 * @param updatePhase of a rolling update, empty when there is none
 * @param pollTime when this was seen
 */
public record GroupStatus(
    String namespace,
    String group,
    String activeSite,
    long epoch,
    List<Site> sites,
    String lastFailover,
    String lastFailoverTarget,
    String alert,
    String updatePhase,
    String pollTime) {
  public GroupStatus {
    sites = List.copyOf(sites);
  }

  /**
   * A site of it.
   *
   * @param state writable, read-only, unreachable or unknown
   * @param role primary, replica or fenced; empty when it is not heard
   * @param mayBecome as the manifest has it: primary-candidate, dr-only or read-only
   * @param verdict what this watcher makes of it, in more words than {@code state} has
   * @param pod uid of the pod last heard, empty when none was
   * @param epoch at which it holds the write lease, 0 when it does not
   * @param lastSeen when it was last heard, empty when never
   * @param gtidExecuted as last heard
   * @param replicating whether receiver and applier run without an error
   * @param secondsBehindSource -1 when that is not known
   * @param probe what this watcher's own MySQL probe says: up, down or unknown
   * @param armedSwitches dead-man's switches in force when last heard
   * @param troubles what its sidecar missed when last heard, a line each
   */
  public record Site(
      String name,
      String state,
      String role,
      String mayBecome,
      String verdict,
      String pod,
      long epoch,
      String lastSeen,
      String gtidExecuted,
      boolean replicating,
      long secondsBehindSource,
      String sourceHost,
      String recoveryState,
      String probe,
      List<String> armedSwitches,
      List<String> troubles) {
    public Site {
      armedSwitches = List.copyOf(armedSwitches);
      troubles = List.copyOf(troubles);
    }

    /** Whether it says now that its server is up, open or not. */
    boolean isHeardUp() {
      return state.equals(SiteState.WRITABLE.label()) || state.equals(SiteState.READ_ONLY.label());
    }

    private Site timeless() {
      return new Site(
          name,
          state,
          role,
          mayBecome,
          verdict,
          pod,
          epoch,
          "",
          gtidExecuted,
          replicating,
          secondsBehindSource,
          sourceHost,
          recoveryState,
          probe,
          armedSwitches,
          troubles);
    }
  }

  static final String NO_WRITABLE_SITE = "no site is known to be open for writes";

  /** The status of a group that is seen so at that time of day. */
  public static GroupStatus of(GroupManifest manifest, GroupSight sight, Instant now) {
    Optional<SiteSight> active = sight.active();
    return new GroupStatus(
        manifest.ref().namespace(),
        manifest.ref().name(),
        active.map(SiteSight::site).orElse(""),
        active.map(site -> site.sighting().holdingEpoch()).orElse(manifest.decided().epoch()),
        sight.sites().stream().map(site -> site(manifest, site, now)).toList(),
        manifest.decided().lastFailover(),
        manifest.decided().lastFailoverTarget(),
        alert(manifest, sight),
        manifest.decided().updatePhase(),
        now.truncatedTo(ChronoUnit.MILLIS).toString());
  }

  /** The same but for the times that pass while nothing happens. */
  GroupStatus timeless() {
    return new GroupStatus(
        namespace,
        group,
        activeSite,
        epoch,
        sites.stream().map(Site::timeless).toList(),
        lastFailover,
        lastFailoverTarget,
        alert,
        updatePhase,
        "");
  }

  /** Whether all is well with a site: it is open, or it replicates. */
  private static boolean well(Site site) {
    return site.state().equals(SiteState.WRITABLE.label())
        || (site.state().equals(SiteState.READ_ONLY.label()) && site.replicating());
  }

  /** How many sites are well, of all, such as {@code 2/2}. */
  String healthySites() {
    return sites.stream().filter(GroupStatus::well).count() + "/" + sites.size();
  }

  /** How far the slowest replica is behind, as far as that is known. */
  OptionalLong lagSeconds() {
    return sites.stream()
        .mapToLong(Site::secondsBehindSource)
        .filter(seconds -> seconds >= 0)
        .max();
  }

  /** The states and roles alone: a change of these is told at once. */
  List<String> states() {
    return sites.stream()
        .map(site -> "%s=%s %s".formatted(site.name(), site.state(), site.role()).strip())
        .toList();
  }

  private static Site site(GroupManifest manifest, SiteSight site, Instant now) {
    Sighting sighting = site.sighting();
    Optional<SiteEntry> entry =
        manifest.sites().stream().filter(e -> e.name().equals(site.site())).findFirst();
    Optional<Replication> replication =
        site.audible() ? Optional.ofNullable(sighting.replication()) : Optional.empty();
    return new Site(
        site.site(),
        SiteState.of(site).label(),
        role(SiteState.of(site), replication.isPresent()),
        entry.map(SiteEntry::role).map(GroupStatus::lower).orElse("").replace('_', '-'),
        lower(sighting.verdict()),
        sighting.podUid(),
        sighting.holdingEpoch(),
        site.heardAgoMillis() < 0
            ? ""
            : now.minusMillis(site.heardAgoMillis()).truncatedTo(ChronoUnit.MILLIS).toString(),
        sighting.gtidExecuted(),
        replication.map(GroupStatus::runs).orElse(false),
        replication.map(Replication::secondsBehindSource).orElse(-1L),
        replication.map(Replication::sourceHost).orElse(""),
        entry.map(SiteEntry::recoveryState).orElse(""),
        lower(site.probe()),
        sighting.armedSwitches(),
        site.troubles());
  }

  private static String role(SiteState state, boolean replica) {
    return switch (state) {
      case WRITABLE -> "primary";
      case READ_ONLY -> replica ? "replica" : "fenced";
      case UNREACHABLE, UNKNOWN -> "";
    };
  }

  private static boolean runs(Replication replication) {
    return replication.receiver().equals("ON")
        && replication.applierRunning()
        && replication.receiverError().isEmpty()
        && replication.applierError().isEmpty();
  }

  private static String alert(GroupManifest manifest, GroupSight sight) {
    List<String> open =
        sight.sites().stream()
            .filter(site -> SiteState.of(site) == SiteState.WRITABLE)
            .map(SiteSight::site)
            .toList();
    if (open.size() > 1) {
      return "more than one site says that it is open for writes: " + String.join(", ", open);
    }
    if (open.isEmpty()) {
      return NO_WRITABLE_SITE;
    }
    return manifest.decided().alert();
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
