package io.bloodraven.activities.kubernetes;

import static java.util.Objects.requireNonNull;

import io.bloodraven.api.crd.MysqlFailoverGroup;
import io.bloodraven.api.crd.NotActive;
import io.bloodraven.workflows.group.DecidedStatus;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/**
 * The only one who writes the decided part of status. The API server stores nothing, and tells
 * nobody, when an apply changes nothing.
 */
final class StatusWriter {
  private final KubernetesClient client;
  private final InstantSource clock;

  StatusWriter(KubernetesClient client, InstantSource clock) {
    this.client = requireNonNull(client, "client");
    this.clock = requireNonNull(clock, "clock");
  }

  /**
   * Writes what differs.
   *
   * @param live the resource as it was just read
   */
  void write(MysqlFailoverGroup live, DecidedStatus status) {
    List<Condition> conditions =
        live.getStatus() == null ? List.of() : live.getStatus().conditions();
    GenericKubernetesResource decided =
        new GenericKubernetesResourceBuilder()
            .withApiVersion(live.getApiVersion())
            .withKind(live.getKind())
            .withNewMetadata()
            .withNamespace(live.getMetadata().getNamespace())
            .withName(live.getMetadata().getName())
            // a successor of the same name is another group
            .withUid(live.getMetadata().getUid())
            .endMetadata()
            .withAdditionalProperties(
                Map.of(
                    "status",
                    StatusFields.of(
                        status, NotActive.paths(live.getSpec()), conditions, clock.instant())))
            .build();
    PatchContext apply = PatchContext.of(PatchType.SERVER_SIDE_APPLY);
    apply.setFieldManager(KubernetesAccess.FIELD_MANAGER);
    apply.setForce(true);
    client.resource(decided).subresource("status").patch(apply);
  }
}
