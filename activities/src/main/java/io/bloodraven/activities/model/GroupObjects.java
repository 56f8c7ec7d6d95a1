package io.bloodraven.activities.model;

import io.bloodraven.api.group.GroupLabels;
import io.bloodraven.api.group.GroupRef;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Everything that a group consists of, in the order in which it is to be made. */
public final class GroupObjects {
  /** On the Lease: the sites that may be promoted. Written by the holder's sidecar later on. */
  public static final String ELECTORATE = "bloodraven.shipstream.io/electorate";

  /** Key of the token in the control Secret. */
  public static final String TOKEN = "token";

  private GroupObjects() {}

  /** What is applied as it is, whenever it differs, except pods and volumes. */
  public static List<HasMetadata> beforePods(GroupPlan plan) {
    List<HasMetadata> objects = new ArrayList<>(SidecarAccess.objects(plan.owner()));
    plan.sites().forEach(site -> objects.add(SiteConfig.configMap(site)));
    plan.sites().forEach(site -> objects.addAll(GroupServices.ofSite(site)));
    objects.addAll(GroupServices.ofGroup(plan.owner()));
    objects.add(disruptionBudget(plan.owner()));
    return objects;
  }

  /** The volumes; see {@link SiteVolume#over} for those that exist. */
  public static List<PersistentVolumeClaim> volumes(GroupPlan plan) {
    return plan.sites().stream().map(SiteVolume::claim).toList();
  }

  /** The pods' Deployments, which come last: they mount everything else. */
  public static List<HasMetadata> pods(GroupPlan plan) {
    return plan.sites().stream().<HasMetadata>map(SitePod::deployment).toList();
  }

  /** The write lease as it is created: held by nobody, at no epoch. Never applied over one. */
  public static Lease lease(GroupPlan plan) {
    GroupRef group = plan.group();
    ObjectMeta metadata = plan.owner().ofGroup(group.objectName());
    metadata.setAnnotations(Map.of(ELECTORATE, String.join(",", plan.electorate())));
    return new LeaseBuilder().withMetadata(metadata).withNewSpec().endSpec().build();
  }

  /** The control token as it is created. Never applied over one: running sidecars know it. */
  public static Secret controlToken(Ownership owner, String token) {
    GroupRef group = owner.group();
    return new SecretBuilder()
        .withMetadata(owner.ofGroup(group.controlSecretName()))
        .withType("Opaque")
        .addToStringData(TOKEN, token)
        .build();
  }

  /** At most one site at a time goes by the will of an administrator. */
  private static PodDisruptionBudget disruptionBudget(Ownership owner) {
    GroupRef group = owner.group();
    return new PodDisruptionBudgetBuilder()
        .withMetadata(owner.ofGroup(group.objectName()))
        .withNewSpec()
        .withNewMaxUnavailable(1)
        .withNewSelector()
        .withMatchLabels(GroupLabels.ofGroup(group))
        .endSelector()
        // a site that is not ready anyway must not keep its node from being drained
        .withUnhealthyPodEvictionPolicy("AlwaysAllow")
        .endSpec()
        .build();
  }
}
