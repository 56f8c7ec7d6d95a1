package io.bloodraven.activities.model;

import static java.util.Objects.requireNonNull;

import io.bloodraven.api.group.GroupRef;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A group as it is to be built.
 *
 * @param sites in the order of the manifest
 * @param electorate sites that may be promoted; the Lease starts with them
 * @param dns null when the group asks for no record
 * @param taintedNodes label selector of the nodes of each site whose nodes are to be tainted while
 *     it is not writable
 */
public record GroupPlan(
    Ownership owner,
    List<SitePlan> sites,
    ServerIds serverIds,
    List<String> electorate,
    @Nullable DnsPlan dns,
    Map<String, Map<String, String>> taintedNodes) {
  public GroupPlan {
    requireNonNull(owner, "owner");
    sites = List.copyOf(sites);
    requireNonNull(serverIds, "serverIds");
    electorate = List.copyOf(electorate);
    taintedNodes = Map.copyOf(taintedNodes);
  }

  /** The group. */
  public GroupRef group() {
    return owner.group();
  }

  /** The record that clients outside follow, if the group asks for one. */
  public Optional<DnsPlan> record() {
    return Optional.ofNullable(dns);
  }

  /**
   * The record.
   *
   * @param addresses IP address of each site that has one
   */
  public record DnsPlan(String hostname, long ttlSeconds, Map<String, String> addresses) {
    public DnsPlan {
      requireNonNull(hostname, "hostname");
      addresses = Map.copyOf(addresses);
    }
  }
}
