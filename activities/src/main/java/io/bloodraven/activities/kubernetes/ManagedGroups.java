package io.bloodraven.activities.kubernetes;

import static java.util.Objects.requireNonNull;

import io.bloodraven.api.crd.MysqlFailoverGroup;
import io.bloodraven.api.crd.Site;
import io.bloodraven.api.group.GroupRef;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The groups that there are in the cluster, or in one namespace. */
public final class ManagedGroups {
  private final KubernetesClient client;
  private final String namespace;

  /**
   * Of that cluster.
   *
   * @param namespace empty for all: whoever may see one only is refused the list of all
   */
  public ManagedGroups(KubernetesClient client, String namespace) {
    this.client = requireNonNull(client, "client");
    this.namespace = requireNonNull(namespace, "namespace");
  }

  /**
   * The names of each group's sites.
   *
   * @throws io.fabric8.kubernetes.client.KubernetesClientException when the API does not answer
   */
  public Map<GroupRef, List<String>> sitesByGroup() {
    Map<GroupRef, List<String>> sites = new HashMap<>();
    var groups = client.resources(MysqlFailoverGroup.class);
    for (MysqlFailoverGroup group :
        (namespace.isEmpty() ? groups.inAnyNamespace() : groups.inNamespace(namespace))
            .list()
            .getItems()) {
      sites.put(
          new GroupRef(group.getMetadata().getNamespace(), group.getMetadata().getName()),
          group.getSpec().sites().stream().map(Site::name).toList());
    }
    return sites;
  }
}
