package io.bloodraven.watcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;

class WatcherSettingsTest {
  @Test
  void needsOnlyTheAddressOfTemporal() {
    WatcherSettings settings = WatcherSettings.of(Map.of("TEMPORAL_ADDRESS", "temporal:7233"));

    assertThat(settings.temporalNamespace()).isEqualTo("default");
    assertThat(settings.watchNamespace()).as("all namespaces").isEmpty();
    assertThat(settings.httpPort()).isEqualTo(8080);
    assertThat(settings.newVantagePoint()).isNotEqualTo(settings.newVantagePoint());
  }

  @Test
  void namesWhatIsMissingOrWrong() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WatcherSettings.of(Map.of()))
        .withMessageContaining("TEMPORAL_ADDRESS");
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            WatcherSettings.of(Map.of("TEMPORAL_ADDRESS", "temporal:7233", "HTTP_PORT", "http")))
        .withMessageContaining("HTTP_PORT");
  }
}
