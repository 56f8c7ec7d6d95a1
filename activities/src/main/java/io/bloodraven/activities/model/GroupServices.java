package io.bloodraven.activities.model;

import io.bloodraven.api.group.GroupLabels;
import io.bloodraven.api.group.GroupRef;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The addresses of a group: per site, of whoever is primary, and of the healthy replicas. */
final class GroupServices {
  private GroupServices() {}

  static List<HasMetadata> ofSite(SitePlan plan) {
    return List.of(clients(plan), internal(plan));
  }

  static List<HasMetadata> ofGroup(Ownership owner) {
    GroupRef group = owner.group();
    return List.of(
        byRole(
            owner,
            group.primaryServiceName(),
            Map.of(GroupLabels.ROLE, GroupLabels.PRIMARY),
            // the label is the truth: a probe that lags behind must not hide the primary
            true),
        byRole(
            owner,
            group.replicasServiceName(),
            Map.of(GroupLabels.ROLE, GroupLabels.REPLICA, GroupLabels.HEALTHY, "yes"),
            false));
  }

  private static Service clients(SitePlan plan) {
    ObjectMeta metadata = plan.owner().ofSite(plan.objectName(), plan.site());
    Map<String, String> labels = new TreeMap<>(plan.service().labels());
    labels.putAll(metadata.getLabels());
    metadata.setLabels(labels);
    metadata.setAnnotations(plan.service().annotations());
    return new ServiceBuilder()
        .withMetadata(metadata)
        .withNewSpec()
        .withType(plan.service().type())
        .withSelector(GroupLabels.ofSite(plan.group(), plan.site()))
        .withPorts(mysql())
        .endSpec()
        .build();
  }

  private static Service internal(SitePlan plan) {
    return new ServiceBuilder()
        .withMetadata(
            plan.owner().ofSite(plan.group().internalServiceName(plan.site()), plan.site()))
        .withNewSpec()
        .withSelector(GroupLabels.ofSite(plan.group(), plan.site()))
        .withPublishNotReadyAddresses(true)
        .withPorts(mysql(), port("control", GroupRef.SIDECAR_PORT))
        .endSpec()
        .build();
  }

  private static Service byRole(
      Ownership owner, String name, Map<String, String> live, boolean notReadyToo) {
    Map<String, String> selector = new TreeMap<>(GroupLabels.ofGroup(owner.group()));
    selector.putAll(live);
    return new ServiceBuilder()
        .withMetadata(owner.ofGroup(name))
        .withNewSpec()
        .withSelector(selector)
        .withPublishNotReadyAddresses(notReadyToo)
        .withPorts(mysql())
        .endSpec()
        .build();
  }

  private static ServicePort mysql() {
    return port("mysql", GroupRef.MYSQL_PORT);
  }

  private static ServicePort port(String name, int port) {
    return new ServicePortBuilder()
        .withName(name)
        .withPort(port)
        .withNewTargetPort(port)
        .withProtocol("TCP")
        .build();
  }
}
