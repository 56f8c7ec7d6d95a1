package io.bloodraven.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WorkerSettingsTest {
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "TEMPORAL_ADDRESS", "temporal:7233",
          "POD_NAME", "worker-1",
          "BLOODRAVEN_SIDECAR_IMAGE", "sidecar:1");

  @Test
  void readsTheEnvironment() {
    assertThat(WorkerSettings.of(ENVIRONMENT))
        .isEqualTo(new WorkerSettings("temporal:7233", "default", "worker-1", "", "sidecar:1"));
  }

  @Test
  void readsWhoseGroupsItServes() {
    Map<String, String> one = new HashMap<>(ENVIRONMENT);
    one.put("WATCH_NAMESPACE", "shop");
    assertThat(WorkerSettings.of(one).watchNamespace()).isEqualTo("shop");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TEMPORAL_ADDRESS", "POD_NAME", "BLOODRAVEN_SIDECAR_IMAGE"})
  void namesWhatIsMissing(String name) {
    Map<String, String> without = new HashMap<>(ENVIRONMENT);
    without.put(name, " ");
    assertThatThrownBy(() -> WorkerSettings.of(without)).hasMessageContaining(name);
  }
}
