package io.bloodraven.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class KeepWarmTest {
  private final AtomicInteger rounds = new AtomicInteger();

  @Test
  void rehearsesAFewTimesBeforeItReturns() {
    try (KeepWarm keepWarm = new KeepWarm(this::round)) {
      keepWarm.start();
      assertThat(rounds.get()).isGreaterThanOrEqualTo(10);
    }
  }

  @Test
  void doesNotWaitWhereThereIsNoGroupOrNoAnswer() {
    try (KeepWarm keepWarm =
        new KeepWarm(() -> {
          round();
          return 0;
        })) {
      keepWarm.start();
      assertThat(rounds.get()).isEqualTo(1);
    }
  }

  @Test
  void survivesAFailure() {
    try (KeepWarm keepWarm =
        new KeepWarm(() -> {
          round();
          throw new IllegalStateException("on purpose");
        })) {
      keepWarm.start();
      assertThat(rounds.get()).isEqualTo(1);
    }
  }

  private int round() {
    rounds.incrementAndGet();
    return 1;
  }
}
