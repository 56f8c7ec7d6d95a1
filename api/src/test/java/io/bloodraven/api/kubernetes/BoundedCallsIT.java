package io.bloodraven.api.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bloodraven.testing.ApiServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class BoundedCallsIT {
  @AutoClose private static final ApiServer API = ApiServer.start();

  @Test
  void noCallToAFrozenApiServerTakesLong() {
    Config where;
    try (KubernetesClient admin = API.client()) {
      where = admin.getConfiguration();
    }
    try (KubernetesClient client = BoundedCalls.open(where)) {
      API.freeze();
      long start = System.nanoTime();
      assertThatThrownBy(() -> client.pods().inNamespace("default").list())
          .isInstanceOf(KubernetesClientException.class);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
    }
  }
}
