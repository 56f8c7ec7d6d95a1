package io.bloodraven.activities.kubernetes;

import static java.util.Objects.requireNonNull;

import io.bloodraven.activities.model.SiteVolume;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Optional;

/**
 * Brings objects to what is desired. Server-side apply changes nothing where nothing differs, puts
 * right what others changed of ours, and leaves alone what is not ours.
 */
final class ObjectApplier {
  private static final int UNPROCESSABLE = 422;

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

  /**
   * Makes the claim, or lets it grow. Says why not, where the cluster does not allow that: then the
   * volume stays as it is.
   */
  Optional<String> applyVolume(PersistentVolumeClaim desired) {
    PersistentVolumeClaim live = client.resource(desired).get();
    if (live == null) {
      apply(desired);
      return Optional.empty();
    }
    if (SiteVolume.suffices(live, desired)) {
      return Optional.empty();
    }
    try {
      apply(SiteVolume.over(live, desired));
      return Optional.empty();
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN && e.getCode() != UNPROCESSABLE) {
        throw e;
      }
      return Optional.of(
          "volume %s stays as it is: %s"
              .formatted(
                  desired.getMetadata().getName(),
                  e.getStatus() == null ? e.getMessage() : e.getStatus().getMessage()));
    }
  }
}
