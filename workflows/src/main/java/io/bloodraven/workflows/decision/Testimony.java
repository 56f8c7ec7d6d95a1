package io.bloodraven.workflows.decision;

import io.bloodraven.api.group.SiteRole;
import io.bloodraven.api.group.SiteSpec;
import io.bloodraven.api.health.Replication;
import io.bloodraven.api.health.Sighting;
import io.bloodraven.api.health.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The reports of a snapshot that speak of the present reign, newest first. A report that arrived
 * before the active site was opened says nothing about it.
 */
public final class Testimony {
  private final GroupSnapshot group;
  private final List<Report> newestFirst;

  /** Of the snapshot's reports. */
  public Testimony(GroupSnapshot group) {
    this.group = group;
    this.newestFirst =
        group.reports().reversed().stream()
            .filter(report -> !report.receivedAt().isBefore(group.since()))
            .toList();
  }

  List<Report> newestFirst() {
    return newestFirst;
  }

  /** The newest word that comes from the site itself, by whichever vantage point. */
  public Optional<Sighting> lastHeard(String site) {
    return newestFirst.stream()
        .flatMap(report -> report.about(site).stream())
        .filter(Testimony::heard)
        .findFirst();
  }

  /** Whether the report's vantage point hears a site that could be promoted. */
  boolean hearsCandidate(Report report) {
    return otherCandidates()
        .anyMatch(site -> report.about(site).filter(Testimony::heard).isPresent());
  }

  /** Primary candidates besides the active site, in manifest order. */
  Stream<String> otherCandidates() {
    return group.spec().sites().stream()
        .filter(site -> site.role() == SiteRole.PRIMARY_CANDIDATE)
        .map(SiteSpec::name)
        .filter(site -> !site.equals(group.activeSite()));
  }

  /** Whether the site is a replica of the active one, or is connecting to it. */
  public boolean follows(String site) {
    return follower(site).isPresent();
  }

  /** Whether the site is a replica of the active one and connected to it. */
  public boolean receives(String site) {
    return follower(site)
        .map(Sighting::replication)
        .filter(channel -> channel.receiver().equals("ON"))
        .isPresent();
  }

  /** Whether the site is a replica of the active one whose data is fresh enough to be read. */
  public boolean servesReads(String site) {
    return follower(site).filter(seen -> !seen.lagging()).isPresent();
  }

  private Optional<Sighting> follower(String site) {
    return lastHeard(site).filter(seen -> seen.verdict() == Verdict.CLOSED && follows(seen));
  }

  boolean follows(Sighting seen) {
    Replication replication = seen.replication();
    return replication != null
        && replication.sourceHost().equals(group.spec().ref().internalHost(group.activeSite()))
        && !replication.receiver().equals("OFF")
        && replication.applierRunning();
  }

  static boolean heard(Sighting sighting) {
    return sighting.verdict() != Verdict.SILENT && sighting.verdict() != Verdict.UNKNOWN;
  }
}
