package io.bloodraven.workflows.failover;

import io.bloodraven.api.group.GroupRef;
import io.temporal.activity.ActivityInterface;
import java.util.List;

/** Sends clients to the open site. Run in parallel, after writes are possible; all idempotent. */
@ActivityInterface
public interface RoutingActivities {
  /** Role labels of the pods, and so the Services; the primary comes first. */
  void labelPods(GroupRef group, List<SiteLabels> labels);

  /** The group's DNSEndpoint. */
  void pointDns(GroupRef group, String activeSite);

  /** Taints on the nodes of every site that is not writable, none on those of the active one. */
  void taintNodes(GroupRef group, String activeSite);
}
