package io.bloodraven.activities.kubernetes;

import static java.util.Objects.requireNonNull;

import io.bloodraven.activities.model.SiteVolume;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;

/**
 * Brings objects to what is desired. Server-side apply changes nothing where nothing differs, puts
 * right what others changed of ours, and leaves alone what is not ours.
 */
final class ObjectApplier {
  private final KubernetesClient client;

  ObjectApplier(KubernetesClient client) {
    this.client = requireNonNull(client, "client");
  }

  void apply(HasMetadata desired) {
    client
        .resource(desired)
        .fieldManager(KubernetesAccess.FIELD_MANAGER)
        .forceConflicts()
        .serverSideApply();
  }

  /** Makes the object where there is none; one that exists stays as it is. */
  void create(HasMetadata desired) {
    if (client.resource(desired).get() != null) {
      return;
    }
    try {
      client.resource(desired).create();
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      }
      // somebody was faster
    }
  }

  void applyVolume(PersistentVolumeClaim desired) {
    PersistentVolumeClaim live = client.resource(desired).get();
    apply(live == null ? desired : SiteVolume.over(live, desired));
  }
}
