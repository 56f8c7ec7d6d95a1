package io.bloodraven.watcher.intake;

import static java.util.Objects.requireNonNull;

import io.bloodraven.api.group.GroupRef;
import io.bloodraven.api.group.SiteRole;
import io.bloodraven.watcher.tracking.TrackingSettings;
import java.time.Duration;
import java.util.List;

/**
 * What a watcher needs of a group's resource.
 *
 * @param generation metadata.generation
 * @param observedGeneration the one that the group's workflow has put into status, 0 when none
 * @param deleting whether the resource is being deleted
 * @param pollInterval between two probes of a MySQL server
 * @param monitorSecret Secret of the account that probes log in with, empty when there is none
 */
public record GroupManifest(
    GroupRef ref,
    long generation,
    long observedGeneration,
    boolean deleting,
    List<SiteEntry> sites,
    TrackingSettings tracking,
    Duration pollInterval,
    String monitorSecret,
    DecidedFacts decided) {
  public GroupManifest {
    requireNonNull(ref, "ref");
    sites = List.copyOf(sites);
    requireNonNull(tracking, "tracking");
    requireNonNull(pollInterval, "pollInterval");
    requireNonNull(monitorSecret, "monitorSecret");
    requireNonNull(decided, "decided");
  }

  /** Names of the sites, in the order of the manifest. */
  public List<String> siteNames() {
    return sites.stream().map(SiteEntry::name).toList();
  }

  /**
   * A site of the manifest.
   *
   * @param recoveryState what the workflow decided about it, empty when nothing
   */
  public record SiteEntry(String name, SiteRole role, String recoveryState) {}

  /**
   * What the group's workflow has put into status, passed on as it is; empty when it has not.
   *
   * @param alert what is wrong by the workflow's conditions
   */
  public record DecidedFacts(
      long epoch,
      String lastFailover,
      String lastFailoverTarget,
      String updatePhase,
      String alert) {
    /** Of a group that no workflow has looked at yet. */
    public static final DecidedFacts NONE = new DecidedFacts(0, "", "", "", "");
  }
}
