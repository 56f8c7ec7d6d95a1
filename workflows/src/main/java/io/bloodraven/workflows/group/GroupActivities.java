package io.bloodraven.workflows.group;

import io.bloodraven.api.group.GroupRef;
import io.bloodraven.api.group.GroupSpec;
import io.temporal.activity.ActivityInterface;
import java.util.List;
import java.util.Optional;

/** What the entity workflow itself does to Kubernetes. */
@ActivityInterface
public interface GroupActivities {
  /** Failure type, and reason of an Event: a Secret that the group names does not exist. */
  String SECRET_NOT_FOUND = "SecretNotFound";

  /** Failure type, and reason of an Event: a Secret lacks a key, or there is nothing under it. */
  String SECRET_MISSING_KEY = "SecretMissingKey";

  /** Failure type, and reason of an Event: a user could not be put right for another reason. */
  String CREDENTIAL_RECONCILE_FAILED = "CredentialReconcileFailed";

  /** Reads the resource; empty when it is gone. */
  Optional<GroupSpec> readSpec(GroupRef group);

  /**
   * Applies every object of the group (Secrets that Bloodraven owns, ServiceAccount, Role, Lease,
   * ConfigMaps, PVCs, Services, PDB, Deployments, DNSEndpoint) by server-side apply, and puts the
   * taints of all nodes right, by the selectors of now. Says by an Event what a Secret that pods
   * mount lacks. Idempotent.
   *
   * @param activeSite site that DNSEndpoint and taints point to, empty while there is none
   * @return sites that the manifest no longer has and of which something is left
   */
  List<String> applyObjects(GroupRef group, String activeSite);

  /**
   * Takes down what is left of sites that the manifest no longer has, but for their volumes and for
   * the active site. What is left is found by label and owner. Fails while the Lease does not name
   * the active site: then somebody else may be about to open.
   *
   * @return sites of which something is left
   */
  List<String> removeSites(GroupRef group, String activeSite);

  /**
   * Creates or corrects the group's database users on the open site; they replicate from there.
   * Passwords are read from the Secrets and appear nowhere else. Fails with one of the types above.
   */
  void ensureUsers(GroupRef group, String activeSite);

  /** Writes the decided part of status; nothing is written when nothing differs. */
  void writeStatus(GroupRef group, DecidedStatus status);

  /** Records a Kubernetes Event on the resource. */
  void recordEvent(GroupRef group, GroupEvent event);

  /**
   * Whether the Lease names that site at that epoch, by the API server's own word. Fails while
   * there is no Lease: its holder makes it anew.
   */
  boolean reigns(GroupRef group, String site, long epoch);

  /** Whether the resource is gone or being deleted, by the API server's own word. */
  boolean isLeaving(GroupRef group);

  /**
   * Removes taints and the finalizer of a group that is being deleted.
   *
   * @return whether the resource is there to stay: then nothing was done
   */
  boolean release(GroupRef group);
}
