package io.bloodraven.activities.kubernetes;

import io.bloodraven.api.kubernetes.BoundedCalls;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;

/** The way to the API server, with a deadline on every call. */
public final class KubernetesAccess {
  /** Names Bloodraven's workflow as the one who set a field. */
  public static final String FIELD_MANAGER = "bloodraven-workflow";

  private KubernetesAccess() {}

  /** A client for where this process runs; the caller closes it. */
  public static KubernetesClient open() {
    return BoundedCalls.open(Config.autoConfigure(null));
  }
}
