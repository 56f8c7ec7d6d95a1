package io.bloodraven.playground.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bloodraven.api.group.GroupLabels;
import io.bloodraven.api.group.GroupRef;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.ServiceResource;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Somebody lays hands on what belongs to a group. */
@OnPlayground
class DriftE2eIT {
  private static final Duration PUT_RIGHT = Duration.ofSeconds(20);

  @Test
  void bringsADeletedServiceBack(LivePlayground live) {
    ServiceResource<Service> replicas = replicasService(live);
    String uid = replicas.require().getMetadata().getUid();
    replicas.delete();
    await()
        .atMost(PUT_RIGHT)
        .until(() -> {
          Service service = replicas.get();
          return service != null && !service.getMetadata().getUid().equals(uid);
        });
  }

  @Test
  void putsAChangedServiceRight(LivePlayground live) {
    ServiceResource<Service> replicas = replicasService(live);
    var selector = replicas.require().getSpec().getSelector();
    replicas.edit(service ->
        new ServiceBuilder(service)
            .editSpec()
            .addToSelector(GroupLabels.ROLE, "nobody")
            .endSpec()
            .build());
    await()
        .atMost(PUT_RIGHT)
        .untilAsserted(
            () -> assertThat(replicas.require().getSpec().getSelector()).isEqualTo(selector));
  }

  private static ServiceResource<Service> replicasService(LivePlayground live) {
    GroupRef group = live.status().groupRef();
    KubernetesClient client = live.cluster().client();
    return client.services().inNamespace(group.namespace()).withName(group.replicasServiceName());
  }
}
