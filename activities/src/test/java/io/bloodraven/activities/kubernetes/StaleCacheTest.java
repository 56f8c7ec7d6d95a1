package io.bloodraven.activities.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StaleCacheTest {
  private long now;
  private @Nullable RuntimeException trouble;
  private final List<String> loads = new ArrayList<>();
  private final StaleCache<String, Integer> cache =
      new StaleCache<>(2, Duration.ofNanos(10), () -> now);

  @Test
  void loadsOncePerWhile() {
    assertThat(get("a")).isEqualTo(1);
    now = 9;
    assertThat(get("a")).isEqualTo(1);
    now = 10;
    assertThat(get("a")).isEqualTo(2);
  }

  @Test
  void servesTheLastValueWhileTheSourceIsAwayAndAsksOnlyNowAndThen() {
    get("a");
    trouble = new Away();
    now = 10;
    assertThat(get("a")).isEqualTo(1);
    now = 19;
    assertThat(get("a")).isEqualTo(1);
    assertThat(loads).hasSize(2);

    trouble = null;
    now = 20;
    assertThat(get("a")).isEqualTo(3);
  }

  @Test
  void saysWhatIsWrongWithoutAnEarlierValue() {
    trouble = new Away();

    assertThatThrownBy(() -> get("a")).isSameAs(trouble);
  }

  @Test
  void hidesNoTroubleButAbsence() {
    get("a");
    trouble = new IllegalArgumentException("broken");
    now = 10;

    assertThatThrownBy(() -> get("a")).isSameAs(trouble);
  }

  @Test
  void forgetsWhatWasUnusedForLongest() {
    get("a");
    get("b");
    get("a");
    get("c");

    get("a");
    get("b");

    assertThat(loads).containsExactly("a", "b", "c", "b");
  }

  private int get(String key) {
    return cache.get(
        key,
        missing -> {
          loads.add(missing);
          if (trouble != null) {
            throw trouble;
          }
          return loads.size();
        },
        Away.class);
  }

  private static final class Away extends RuntimeException {
    private static final long serialVersionUID = 1;
  }
}
