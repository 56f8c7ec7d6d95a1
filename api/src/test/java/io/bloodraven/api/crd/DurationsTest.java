package io.bloodraven.api.crd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
  @ParameterizedTest
  @CsvSource({
    "500ms, PT0.5S",
    "2s, PT2S",
    "2.5s, PT2.5S",
    "5m, PT5M",
    "1h30m, PT1H30M",
    "5m0s, PT5M",
    "0s, PT0S",
    "0.001ms, PT0.000001S",
    "6.0000000001s, PT6S",
    "0.0000001ms, PT0S",
    "2562047h, PT2562047H",
    "1h1m1s1ms, PT1H1M1.001S"
  })
  void readsWhatManifestsWrite(String text, Duration duration) {
    assertThat(Durations.parse(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "s", "5 m", "-5s", "5d", "1.s", ".5s", "5S", "5s\n"})
  void refusesOthersAndSaysWhatWouldDo(String text) {
    assertThatThrownBy(() -> Durations.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + text + "\" is no duration: write it like 500ms");
  }

  @ParameterizedTest
  @ValueSource(strings = {"3000000h", "2562047h1h", "99999999999999999999s"})
  void refusesWhatIsTooLongToReckonWith(String text) {
    assertThatThrownBy(() -> Durations.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + text + "\" is too long for a duration");
  }
}
