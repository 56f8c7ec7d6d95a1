package io.bloodraven.workflows.failover;

import io.bloodraven.api.group.GroupSpec;
import java.util.List;

/**
 * What is to be done.
 *
 * @param from site that was active, empty when the group opens for the first time
 * @param fromEpoch epoch of that site, 0 when there is none
 * @param epoch the new epoch, above every epoch seen
 * @param candidates sites that may be promoted, most wanted first (before their data is compared)
 * @param cause for people: what was seen
 */
public record FailoverPlan(
    GroupSpec spec,
    String from,
    long fromEpoch,
    long epoch,
    List<String> candidates,
    String cause) {
  public FailoverPlan {
    candidates = List.copyOf(candidates);
  }
}
