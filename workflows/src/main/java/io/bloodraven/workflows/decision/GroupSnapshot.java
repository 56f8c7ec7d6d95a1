package io.bloodraven.workflows.decision;

import static java.util.Objects.requireNonNull;

import io.bloodraven.api.group.GroupSpec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Everything a decision is made from.
 *
 * @param activeSite empty while no site was ever opened
 * @param epoch epoch of the active site, 0 while there is none
 * @param since when that became so: reports from before say nothing about it
 * @param cooldownUntil no failover for silence before; in the past when there is none
 * @param quietUntil no failover at all before: one was just tried; in the past when there is none
 * @param reports the latest of each vantage point, in the order of arrival
 * @param recoveries of sites that are not well, by site
 * @param bars of sites that are not promoted, by site
 * @param busy sites at which something is being done
 */
public record GroupSnapshot(
    GroupSpec spec,
    String activeSite,
    long epoch,
    Instant since,
    Instant cooldownUntil,
    Instant quietUntil,
    List<Report> reports,
    Map<String, Recovery> recoveries,
    Map<String, Bar> bars,
    Set<String> busy,
    Instant now) {
  public GroupSnapshot {
    requireNonNull(spec, "spec");
    requireNonNull(activeSite, "activeSite");
    requireNonNull(since, "since");
    requireNonNull(cooldownUntil, "cooldownUntil");
    requireNonNull(quietUntil, "quietUntil");
    reports = List.copyOf(reports);
    recoveries = Map.copyOf(recoveries);
    bars = Map.copyOf(bars);
    busy = Set.copyOf(busy);
    requireNonNull(now, "now");
  }

  boolean isBarred(String site) {
    return bars.containsKey(site);
  }

  /** Whether a person's word lets a site that is barred be promoted. */
  boolean isAdmitted(String site) {
    Bar bar = bars.get(site);
    return bar != null && bar.admitted();
  }

  /** Whether a failover now would come too soon after the last. */
  boolean coolingDown() {
    return now.isBefore(cooldownUntil);
  }
}
