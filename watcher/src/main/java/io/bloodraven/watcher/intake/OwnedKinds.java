package io.bloodraven.watcher.intake;

import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.List;

/** The kinds of objects that belong to a group and are watched for changes by others. */
final class OwnedKinds {
  private static final String RBAC = "rbac.authorization.k8s.io";

  static final List<ResourceDefinitionContext> ALL =
      List.of(
          kind("apps", "v1", "Deployment", "deployments"),
          kind("", "v1", "Service", "services"),
          kind("", "v1", "ConfigMap", "configmaps"),
          kind("", "v1", "PersistentVolumeClaim", "persistentvolumeclaims"),
          kind("", "v1", "ServiceAccount", "serviceaccounts"),
          kind(RBAC, "v1", "Role", "roles"),
          kind(RBAC, "v1", "RoleBinding", "rolebindings"),
          kind("policy", "v1", "PodDisruptionBudget", "poddisruptionbudgets"),
          kind("externaldns.k8s.io", "v1alpha1", "DNSEndpoint", "dnsendpoints"));

  private OwnedKinds() {}

  private static ResourceDefinitionContext kind(
      String group, String version, String kind, String plural) {
    return new ResourceDefinitionContext.Builder()
        .withGroup(group)
        .withVersion(version)
        .withKind(kind)
        .withPlural(plural)
        .withNamespaced(true)
        .build();
  }
}
