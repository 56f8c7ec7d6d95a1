package io.bloodraven.api.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;

/**
 * Calls to the API server that answer or fail within about two seconds. The client retries nothing
 * by itself: who retries, and how often, is the caller's decision.
 */
public final class BoundedCalls {
  private static final int CALL_MILLIS = 2_000;

  private BoundedCalls() {}

  /** A client with these bounds; the caller closes it. */
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
