package io.bloodraven.workflows.group;

import io.bloodraven.api.health.Observation;
import io.bloodraven.api.health.Sighting;
import io.bloodraven.workflows.decision.Report;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The latest report of each vantage point, in the order of arrival; the oldest is forgotten. */
final class Reports {
  static final int MOST = 16;

  private final List<Report> reports;

  Reports(List<Report> carried) {
    this.reports = new ArrayList<>(carried);
  }

  /** An observation that is older than the known one of its vantage point changes nothing. */
  void hear(Observation observation, Instant now) {
    String witness = observation.vantagePoint();
    if (reports.stream()
        .map(Report::observation)
        .anyMatch(known ->
            known.vantagePoint().equals(witness) && known.sequence() > observation.sequence())) {
      return;
    }
    reports.removeIf(report -> report.observation().vantagePoint().equals(witness));
    reports.add(new Report(observation, now));
    if (reports.size() > MOST) {
      reports.removeFirst();
    }
  }

  List<Report> list() {
    return List.copyOf(reports);
  }

  long highestEpoch() {
    return reports.stream()
        .flatMap(report -> report.observation().sites().stream())
        .mapToLong(seen -> Math.max(seen.highestEpoch(), seen.holdingEpoch()))
        .max()
        .orElse(0);
  }

  /** The last set that a site was heard to have executed, empty when it was never heard. */
  String lastExecuted(String site) {
    return reports.reversed().stream()
        .flatMap(report -> report.about(site).stream())
        .map(Sighting::gtidExecuted)
        .filter(set -> !set.isEmpty())
        .findFirst()
        .orElse("");
  }

  /** Forgets every report by which the site holds the Lease at that epoch. */
  void forget(String site, long epoch) {
    reports.removeIf(
        report -> report.about(site).filter(seen -> seen.holdingEpoch() == epoch).isPresent());
  }

  /**
   * A reign begins: what was heard before is forgotten, and the opening itself is the first report.
   */
  void begin(Report opening) {
    reports.removeIf(report -> report.receivedAt().isBefore(opening.receivedAt()));
    reports.addFirst(opening);
  }
}
