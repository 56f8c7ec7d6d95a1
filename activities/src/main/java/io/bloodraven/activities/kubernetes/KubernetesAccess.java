package io.bloodraven.activities.kubernetes;

import io.bloodraven.api.kubernetes.BoundedCalls;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;

/** The way to the API server, with a deadline on every call. */
public final class KubernetesAccess {
  /** Names Bloodraven's workflow as the one who set a field. */
  public static final String FIELD_MANAGER = "bloodraven-workflow";

  private KubernetesAccess() {}

  /** A client for where this process runs; the caller closes it. */
  public static KubernetesClient open() {
    return open(Config.autoConfigure(null));
  }

  /** The same for another place; see {@link BoundedCalls}. */
  public static KubernetesClient open(Config where) {
    return new KubernetesClientBuilder().withConfig(BoundedCalls.of(where)).build();
  }
}
