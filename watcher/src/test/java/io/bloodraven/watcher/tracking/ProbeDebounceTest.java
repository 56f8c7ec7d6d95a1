package io.bloodraven.watcher.tracking;

import static io.bloodraven.watcher.tracking.ProbeResult.DOWN;
import static io.bloodraven.watcher.tracking.ProbeResult.UNKNOWN;
import static io.bloodraven.watcher.tracking.ProbeResult.UP;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ProbeDebounceTest {
  static Stream<Arguments> rows() {
    return Stream.of(
        Arguments.of("nothing asked yet", List.of(), UNKNOWN),
        Arguments.of("one answer is not enough", List.of(UP), UNKNOWN),
        Arguments.of("two are", List.of(UP, UP), UP),
        Arguments.of("two failures are borne", List.of(UP, UP, DOWN, DOWN), UP),
        Arguments.of(
            "an answer between starts the count again",
            List.of(UP, UP, DOWN, DOWN, UP, DOWN, DOWN),
            UP),
        Arguments.of("three failures are not", List.of(UP, UP, DOWN, DOWN, DOWN), DOWN),
        Arguments.of("one answer does not lift it", List.of(DOWN, DOWN, DOWN, UP), DOWN),
        Arguments.of("two answers do", List.of(DOWN, DOWN, DOWN, UP, UP), UP),
        Arguments.of(
            "no longer configured, no longer a verdict",
            List.of(DOWN, DOWN, DOWN, UNKNOWN),
            UNKNOWN));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void needsSeveralInARow(String why, List<ProbeResult> results, ProbeResult steady) {
    ProbeDebounce debounce = new ProbeDebounce(TrackingSettings.DEFAULT);
    results.forEach(debounce::record);

    assertThat(debounce.steady()).as(why).isEqualTo(steady);
  }
}
