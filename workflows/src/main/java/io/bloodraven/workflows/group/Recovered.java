package io.bloodraven.workflows.group;

import io.bloodraven.workflows.decision.GroupSnapshot;
import io.bloodraven.workflows.decision.Recovery;
import io.bloodraven.workflows.group.DecidedStatus.SiteDecision;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which sites follow the active one again without having been repaired: a cable was plugged in, or
 * a person helped. Where a repair has succeeded, its own Event tells of the same moment. Pure.
 */
final class Recovered {
  private Recovered() {}

  static List<String> sites(
      @Nullable DecidedStatus before, DecidedStatus after, GroupSnapshot group) {
    return after.sites().stream()
        .filter(site -> is(site, "Converged"))
        .map(SiteDecision::site)
        .filter(name -> before != null && wasPending(before, name))
        .filter(name -> !isJustRepaired(group, name))
        .toList();
  }

  private static boolean wasPending(DecidedStatus before, String name) {
    return before.sites().stream()
        .anyMatch(site -> site.site().equals(name) && is(site, "Pending"));
  }

  private static boolean is(SiteDecision site, String state) {
    return site.sourceConvergenceState().equals(state);
  }

  private static boolean isJustRepaired(GroupSnapshot group, String name) {
    Recovery recovery = group.recoveries().get(name);
    return recovery != null && recovery.isJustDone(group.now());
  }
}
