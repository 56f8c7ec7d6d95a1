package io.bloodraven.workflows.group;

import static java.util.Objects.requireNonNullElse;

import io.bloodraven.api.group.GroupSpec;
import io.bloodraven.workflows.decision.Bar;
import io.bloodraven.workflows.decision.Recovery;
import io.bloodraven.workflows.decision.Report;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the entity workflow carries from run to run. Lists, not maps: their order must not depend on
 * the process that replays.
 *
 * @param spec null before the resource was read for the first time
 * @param activeSite empty while no site was ever opened
 * @param epoch epoch of the active site
 * @param highestTried highest epoch ever tried, also in vain
 * @param since when the active site's opening began
 * @param cooldownUntil no failover for silence before
 * @param quietUntil no failover at all before
 * @param promotionGtidExecuted set of the active site when it was opened
 * @param reports the latest of each vantage point, in the order of arrival
 * @param usersGeneration generation of the spec whose users exist, -1 before the first
 * @param routed what labels, DNS and taints say, null when that is not known
 * @param written the status that was last written, null before the first
 * @param leftovers sites that the manifest no longer has and of which something is left
 * @param due names of the chores that are still to be done
 */
public record GroupState(
    @Nullable GroupSpec spec,
    String activeSite,
    long epoch,
    long highestTried,
    long topologyGeneration,
    Instant since,
    Instant cooldownUntil,
    Instant quietUntil,
    String promotionGtidExecuted,
    List<Report> reports,
    List<Recovery> recoveries,
    List<Bar> bars,
    List<FailoverRecord> history,
    long usersGeneration,
    @Nullable Route routed,
    @Nullable DecidedStatus written,
    List<String> leftovers,
    List<String> due) {
  // what was carried before there were bars or leftovers has none
  public GroupState {
    reports = List.copyOf(reports);
    recoveries = List.copyOf(recoveries);
    bars = List.copyOf(requireNonNullElse(bars, List.of()));
    history = List.copyOf(history);
    leftovers = List.copyOf(requireNonNullElse(leftovers, List.of()));
    due = List.copyOf(due);
  }
}
