package io.bloodraven.activities.kubernetes;

import static java.util.Objects.requireNonNull;

import io.bloodraven.activities.model.GroupPlan;
import io.bloodraven.activities.model.ServerIds;
import io.bloodraven.api.crd.MysqlFailoverGroup;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What Bloodraven writes into the metadata of a group's resource: the mark that keeps it until its
 * taints are removed, and the server ids.
 */
final class Finalizer {
  static final String NAME = "bloodraven.shipstream.io/node-taints";

  private final KubernetesClient client;

  Finalizer(KubernetesClient client) {
    this.client = requireNonNull(client, "client");
  }

  /** Adds it, and the server ids. */
  void add(GroupPlan plan) {
    client
        .resource(
            new GenericKubernetesResourceBuilder()
                .withApiVersion(plan.owner().apiVersion())
                .withKind(plan.owner().kind())
                .withNewMetadata()
                .withNamespace(plan.group().namespace())
                .withName(plan.group().name())
                // a group that is gone must not come back as an empty one
                .withUid(plan.owner().uid())
                .withFinalizers(NAME)
                .withAnnotations(Map.of(ServerIds.ANNOTATION, plan.serverIds().annotation()))
                .endMetadata()
                .build())
        .fieldManager(KubernetesAccess.FIELD_MANAGER)
        .forceConflicts()
        .serverSideApply();
  }

  /** Removes it, so that the API server can let the resource go. */
  void remove(MysqlFailoverGroup group) {
    List<String> finalizers = new ArrayList<>(group.getFinalizers());
    if (!finalizers.remove(NAME)) {
      return;
    }
    try {
      client
          .resource(group)
          .edit(resource -> {
            resource.removeFinalizer(NAME);
            return resource;
          });
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
        throw e;
      }
      // somebody else let it go
    }
  }
}
