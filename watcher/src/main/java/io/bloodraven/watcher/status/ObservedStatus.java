package io.bloodraven.watcher.status;

import static java.util.Objects.requireNonNull;

import io.bloodraven.api.crd.MysqlFailoverGroup;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the observed part of a group's status, and that alone, by server-side apply: the decided
 * part belongs to the group's workflow.
 */
final class ObservedStatus {
  private static final Logger log = LoggerFactory.getLogger(ObservedStatus.class);
  private static final ResourceDefinitionContext KIND =
      ResourceDefinitionContext.fromResourceType(MysqlFailoverGroup.class);
  private static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager("bloodraven-watcher")
          .withForce(true)
          .build();

  private final KubernetesClient client;

  ObservedStatus(KubernetesClient client) {
    this.client = requireNonNull(client, "client");
  }

  /** Writes it; false when that did not work, which is logged. */
  boolean write(GroupStatus status) {
    GenericKubernetesResource resource = new GenericKubernetesResource();
    resource.setApiVersion(HasMetadata.getApiVersion(MysqlFailoverGroup.class));
    resource.setKind(HasMetadata.getKind(MysqlFailoverGroup.class));
    resource.setMetadata(
        new ObjectMetaBuilder().withNamespace(status.namespace()).withName(status.group()).build());
    resource.setAdditionalProperty("status", observed(status));
    try {
      client
          .genericKubernetesResources(KIND)
          .inNamespace(status.namespace())
          .resource(resource)
          .subresource("status")
          .patch(APPLY);
      return true;
    } catch (KubernetesClientException e) {
      log.warn(
          "group={}/{} observed status cannot be written, will try again: {}",
          status.namespace(),
          status.group(),
          e.getMessage());
      return false;
    }
  }

  /** The fields of status that belong to the watchers. */
  static Map<String, Object> observed(GroupStatus status) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("healthySites", status.healthySites());
    status.lagSeconds().ifPresent(seconds -> fields.put("lagSeconds", seconds));
    fields.put("sites", status.sites().stream().map(ObservedStatus::site).toList());
    return fields;
  }

  private static Map<String, Object> site(GroupStatus.Site site) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", site.name());
    fields.put("state", site.state());
    if (!site.role().isEmpty()) {
      fields.put("role", site.role());
    }
    if (!site.lastSeen().isEmpty()) {
      fields.put("lastSeen", site.lastSeen());
    }
    if (!site.gtidExecuted().isEmpty()) {
      fields.put("gtidExecuted", site.gtidExecuted());
    }
    fields.put("replicating", site.replicating());
    if (site.secondsBehindSource() >= 0) {
      fields.put("secondsBehindSource", site.secondsBehindSource());
    }
    return fields;
  }
}
