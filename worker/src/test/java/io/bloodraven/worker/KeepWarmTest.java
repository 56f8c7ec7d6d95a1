package io.bloodraven.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;

final class KeepWarmTest {
  private static final Duration BRISK = Duration.ofMillis(1);
  private static final Duration USUAL = Duration.ofMillis(2);

  private final AtomicInteger rounds = new AtomicInteger();

  @Test
  void goesOnInTheBackground() {
    try (KeepWarm keepWarm = keepWarm(() -> 0)) {
      keepWarm.start();
      await().atMost(Duration.ofSeconds(5)).until(() -> rounds.get() > 3);
    }
  }

  @Test
  void takesItsTimeWhereThereIsNoGroupOrNoAnswer() {
    try (KeepWarm keepWarm = keepWarm(() -> 0)) {
      assertThat(keepWarm.rehearse()).isEqualTo(USUAL);
    }
  }

  @Test
  void isBriskForTwentyRoundsWhenAGroupComes() {
    AtomicInteger sites = new AtomicInteger();
    try (KeepWarm keepWarm = keepWarm(sites::get)) {
      keepWarm.rehearse();
      sites.set(2);
      for (int round = 1; round < 20; round++) {
        assertThat(keepWarm.rehearse()).as("round %s", round).isEqualTo(BRISK);
      }
      assertThat(keepWarm.rehearse()).isEqualTo(USUAL);
    }
  }

  @Test
  void doesNotHurryWhileASiteIsMissing() {
    AtomicInteger sites = new AtomicInteger(2);
    try (KeepWarm keepWarm = keepWarm(sites::get)) {
      assertThat(keepWarm.rehearse()).isEqualTo(BRISK);
      sites.set(1);
      assertThat(keepWarm.rehearse()).isEqualTo(USUAL);
      sites.set(2);
      assertThat(keepWarm.rehearse()).isEqualTo(BRISK);
    }
  }

  @Test
  void survivesAFailure() {
    IntSupplier failing =
        () -> {
          throw new IllegalStateException("on purpose");
        };
    try (KeepWarm keepWarm = keepWarm(failing)) {
      assertThat(keepWarm.rehearse()).isEqualTo(USUAL);
    }
  }

  private KeepWarm keepWarm(IntSupplier answer) {
    IntSupplier counted =
        () -> {
          rounds.incrementAndGet();
          return answer.getAsInt();
        };
    return new KeepWarm(counted, new KeepWarm.Pace(BRISK, USUAL));
  }
}
