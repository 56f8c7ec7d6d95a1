package io.bloodraven.activities.kubernetes;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import io.bloodraven.activities.model.NamespacePrivileges;
import io.bloodraven.api.group.GroupRef;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;

/** The namespaces that groups live in, read anew each time. */
final class Namespaces {
  private final KubernetesClient client;

  Namespaces(KubernetesClient client) {
    this.client = requireNonNull(client, "client");
  }

  /** What pods of the group may ask for. */
  NamespacePrivileges privileges(GroupRef group) {
    Namespace namespace = client.namespaces().withName(group.namespace()).get();
    return NamespacePrivileges.of(
        namespace == null
            ? Map.of()
            : requireNonNullElse(namespace.getMetadata().getLabels(), Map.of()));
  }
}
