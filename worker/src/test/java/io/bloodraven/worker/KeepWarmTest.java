package io.bloodraven.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;

final class KeepWarmTest {
  private static final Duration NEVER = Duration.ofHours(1);

  private final AtomicInteger rounds = new AtomicInteger();

  @Test
  void rehearsesAFewTimesBeforeItReturns() {
    try (KeepWarm keepWarm = new KeepWarm(rehearsal(() -> 1), NEVER)) {
      keepWarm.start();
      assertThat(rounds.get()).isEqualTo(20);
    }
  }

  @Test
  void doesNotWaitWhereThereIsNoGroupOrNoAnswer() {
    try (KeepWarm keepWarm = new KeepWarm(rehearsal(() -> 0), NEVER)) {
      keepWarm.start();
      assertThat(rounds.get()).isEqualTo(1);
    }
  }

  @Test
  void makesUpForItWhenTheFirstGroupComes() {
    AtomicInteger sites = new AtomicInteger();
    try (KeepWarm keepWarm = new KeepWarm(rehearsal(sites::get), Duration.ofMillis(200))) {
      keepWarm.start();
      int before = rounds.get();
      sites.set(2);
      // by the pace alone it would take four seconds
      await().atMost(Duration.ofSeconds(2)).until(() -> rounds.get() >= before + 20);
    }
  }

  @Test
  void survivesAFailure() {
    IntSupplier failing =
        () -> {
          throw new IllegalStateException("on purpose");
        };
    try (KeepWarm keepWarm = new KeepWarm(rehearsal(failing), NEVER)) {
      keepWarm.start();
      assertThat(rounds.get()).isEqualTo(1);
    }
  }

  private IntSupplier rehearsal(IntSupplier answer) {
    return () -> {
      rounds.incrementAndGet();
      return answer.getAsInt();
    };
  }
}
