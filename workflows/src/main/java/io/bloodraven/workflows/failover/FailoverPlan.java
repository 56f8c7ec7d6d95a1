package io.bloodraven.workflows.failover;

import static java.util.Objects.requireNonNullElse;

import io.bloodraven.api.group.GroupSpec;
import io.bloodraven.workflows.decision.Bar;
import java.util.List;

/**
 * What is to be done.
 *
 * @param from site that was active, empty when the group opens for the first time
 * @param fromEpoch epoch of that site, 0 when there is none
 * @param epoch the new epoch, above every epoch seen
 * @param candidates sites that may be promoted, most wanted first (before their data is compared);
 *     {@code from} is among them when it is to be granted a new epoch
 * @param bars of sites that are barred: what is said there to be theirs alone is no loss, unless
 *     they are among the candidates, which a person wants as a last resort
 * @param lossFreeOnly give up rather than lose something, or perhaps something
 * @param lastKnownExecuted last set heard of {@code from}: a lower bound of what it had
 * @param cause for people: what was seen
 */
public record FailoverPlan(
    GroupSpec spec,
    String from,
    long fromEpoch,
    long epoch,
    List<String> candidates,
    List<Bar> bars,
    boolean lossFreeOnly,
    String lastKnownExecuted,
    String cause) {
  // a plan from before there were bars does not say
  public FailoverPlan {
    candidates = List.copyOf(candidates);
    bars = List.copyOf(requireNonNullElse(bars, List.of()));
  }

  /** Whether a person has barred sites promoted, for there is no other. */
  // by a name that begins with "is" it would be written to the histories
  public boolean acceptsBarred() {
    return bars.stream().anyMatch(bar -> candidates.contains(bar.site()));
  }

  /** Whether the active site itself is to get a new epoch, if it has the most. */
  public boolean grantsAnew() {
    return candidates.contains(from);
  }
}
