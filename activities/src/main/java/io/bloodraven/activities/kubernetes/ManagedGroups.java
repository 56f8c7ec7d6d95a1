package io.bloodraven.activities.kubernetes;

import static java.util.Objects.requireNonNull;

import io.bloodraven.api.crd.MysqlFailoverGroup;
import io.bloodraven.api.crd.Site;
import io.bloodraven.api.group.GroupRef;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The groups that there are in the cluster. */
public final class ManagedGroups {
  private final KubernetesClient client;

  /** Of that cluster. */
  public ManagedGroups(KubernetesClient client) {
    this.client = requireNonNull(client, "client");
  }

  /**
   * The names of each group's sites.
   *
   * @throws io.fabric8.kubernetes.client.KubernetesClientException when the API does not answer
   */
  public Map<GroupRef, List<String>> sitesByGroup() {
    Map<GroupRef, List<String>> sites = new HashMap<>();
    for (MysqlFailoverGroup group :
        client.resources(MysqlFailoverGroup.class).inAnyNamespace().list().getItems()) {
      sites.put(
          new GroupRef(group.getMetadata().getNamespace(), group.getMetadata().getName()),
          group.getSpec().sites().stream().map(Site::name).toList());
    }
    return sites;
  }
}
