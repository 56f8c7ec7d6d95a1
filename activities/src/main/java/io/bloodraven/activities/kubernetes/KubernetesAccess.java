package io.bloodraven.activities.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;

/** The way to the API server, with a deadline on every call. */
public final class KubernetesAccess {
  /** Names Bloodraven's workflow as the one who set a field. */
  public static final String FIELD_MANAGER = "bloodraven-workflow";

  private static final int CALL_MILLIS = 2_000;

  private KubernetesAccess() {}

  /** A client for where this process runs; the caller closes it. */
  public static KubernetesClient open() {
    return open(Config.autoConfigure(null));
  }

  /**
   * A client whose calls answer or fail within about two seconds. It retries nothing by itself: who
   * retries, and how often, is the caller's decision.
   */
  public static KubernetesClient open(Config where) {
    Config bounded =
        new ConfigBuilder(where)
            .withConnectionTimeout(CALL_MILLIS)
            .withRequestTimeout(CALL_MILLIS)
            .withRequestRetryBackoffLimit(0)
            .build();
    return new KubernetesClientBuilder().withConfig(bounded).build();
  }
}
