package io.bloodraven.api.group;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a user asked for, as far as decisions go; holds no secret and fits a workflow message.
 *
 * @param generation metadata.generation of the resource this was read from
 * @param sites in the order of the manifest
 * @param sitePriorities names of sites, most wanted first; sites not named come after, in manifest
 *     order
 * @param leaseTimeout L of the write lease
 * @param silenceThreshold how long a holder must be unheard and unvouched before it counts as
 *     silent
 * @param failoverCooldown least time between automatic failovers
 * @param maxLossWait how long a failover that would lose something known may wait for the old site
 * @param cloneTimeout how long one attempt to clone a site may take
 */
public record GroupSpec(
    GroupRef ref,
    long generation,
    List<SiteSpec> sites,
    List<String> sitePriorities,
    Duration leaseTimeout,
    Duration silenceThreshold,
    Duration failoverCooldown,
    Duration maxLossWait,
    Duration cloneTimeout) {
  public GroupSpec {
    requireNonNull(ref, "ref");
    sites = List.copyOf(sites);
    sitePriorities = List.copyOf(sitePriorities);
    requireNonNull(leaseTimeout, "leaseTimeout");
    requireNonNull(silenceThreshold, "silenceThreshold");
    requireNonNull(failoverCooldown, "failoverCooldown");
    requireNonNull(maxLossWait, "maxLossWait");
    // what was read before there was one
    cloneTimeout = requireNonNullElse(cloneTimeout, Duration.ofHours(1));
  }

  /** The site of that name, if the group has it. */
  public Optional<SiteSpec> site(String name) {
    return sites.stream().filter(site -> site.name().equals(name)).findFirst();
  }

  /** The same with one more site, after all others. */
  public GroupSpec with(SiteSpec site) {
    return new GroupSpec(
        ref,
        generation,
        Stream.concat(sites.stream(), Stream.of(site)).toList(),
        sitePriorities,
        leaseTimeout,
        silenceThreshold,
        failoverCooldown,
        maxLossWait,
        cloneTimeout);
  }

  /** Names of all sites, in manifest order. */
  public List<String> siteNames() {
    return sites.stream().map(SiteSpec::name).toList();
  }
}
