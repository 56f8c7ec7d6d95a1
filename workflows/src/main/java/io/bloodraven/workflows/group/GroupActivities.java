package io.bloodraven.workflows.group;

import io.bloodraven.api.group.GroupRef;
import io.bloodraven.api.group.GroupSpec;
import io.temporal.activity.ActivityInterface;
import java.util.Optional;

/** What the entity workflow itself does to Kubernetes. */
@ActivityInterface
public interface GroupActivities {
  /** Reads the resource; empty when it is gone. */
  Optional<GroupSpec> readSpec(GroupRef group);

  /**
   * Applies every object of the group (Secrets that Bloodraven owns, ServiceAccount, Role, Lease,
   * ConfigMaps, PVCs, Services, PDB, Deployments, DNSEndpoint) by server-side apply. Idempotent.
   *
   * @param activeSite site that DNSEndpoint and role labels point to, empty while there is none
   */
  void applyObjects(GroupRef group, String activeSite);

  /**
   * Creates or corrects the group's database users on the open site; they replicate from there.
   * Passwords are read from the Secrets and appear nowhere else.
   */
  void ensureUsers(GroupRef group, String activeSite);

  /** Writes the decided part of status; nothing is written when nothing differs. */
  void writeStatus(GroupRef group, DecidedStatus status);

  /** Records a Kubernetes Event on the resource. */
  void recordEvent(GroupRef group, GroupEvent event);

  /** Removes taints and the finalizer of a group that is being deleted. */
  void release(GroupRef group);
}
