package io.bloodraven.activities.kubernetes;

import static java.util.Objects.requireNonNull;

import io.bloodraven.activities.dns.DnsRecord;
import io.bloodraven.activities.model.GroupPlan;
import io.bloodraven.activities.model.GroupPlanner;
import io.bloodraven.api.group.GroupRef;
import io.bloodraven.workflows.failover.RoutingActivities;
import io.bloodraven.workflows.failover.SiteLabels;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Optional;

/** Sends clients to the open site. A group that is gone has no clients. */
public final class KubernetesRoutingActivities implements RoutingActivities {
  private final GroupResources groups;
  private final GroupPlanner planner;
  private final RoleLabels labels;
  private final DnsRecord dns;
  private final NodeTaints taints;

  /** Activities over one client, whose calls should have a short deadline. */
  public KubernetesRoutingActivities(KubernetesClient client, GroupPlanner planner) {
    this.groups = new GroupResources(client);
    this.planner = requireNonNull(planner, "planner");
    this.labels = new RoleLabels(client);
    this.dns = new DnsRecord(client);
    this.taints = new NodeTaints(client);
  }

  @Override
  public void labelPods(GroupRef group, List<SiteLabels> siteLabels) {
    labels.apply(group, siteLabels);
  }

  @Override
  public void pointDns(GroupRef group, String activeSite) {
    plan(group).ifPresent(plan -> dns.point(plan, activeSite));
  }

  /** While no site is active nothing changes: there is nowhere for applications to go. */
  @Override
  public void taintNodes(GroupRef group, String activeSite) {
    if (!activeSite.isEmpty()) {
      plan(group).ifPresent(plan -> taints.point(group, plan.taintedNodes(), activeSite));
    }
  }

  /**
   * Reads what routing a group's clients reads, and asks for what it asks for, as a dry run:
   * nothing changes.
   *
   * @throws io.fabric8.kubernetes.client.KubernetesClientException when the API does not answer
   */
  public void rehearse(GroupRef group) {
    labels.rehearse(group);
    plan(group);
  }

  private Optional<GroupPlan> plan(GroupRef group) {
    return groups
        .read(group)
        .filter(resource -> !resource.isMarkedForDeletion())
        .map(planner::routing);
  }
}
