package io.bloodraven.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;

final class KeepWarmTest {
  private static final Duration NEVER = Duration.ofHours(1);
  private static final Duration SOON = Duration.ofMillis(5);
  private static final KeepWarm.Pace NO_MORE = new KeepWarm.Pace(NEVER, NEVER.plusHours(1));

  private final AtomicInteger rounds = new AtomicInteger();

  @Test
  void rehearsesAFewTimesBeforeItReturns() {
    try (KeepWarm keepWarm = new KeepWarm(rehearsal(() -> 1), NO_MORE)) {
      keepWarm.start();
      assertThat(rounds.get()).isEqualTo(20);
    }
  }

  @Test
  void doesNotWaitWhereThereIsNoGroupOrNoAnswer() {
    try (KeepWarm keepWarm = new KeepWarm(rehearsal(() -> 0), NO_MORE)) {
      keepWarm.start();
      assertThat(rounds.get()).isEqualTo(1);
    }
  }

  @Test
  void makesUpForItWhenTheFirstGroupComes() {
    AtomicInteger sites = new AtomicInteger();
    Duration usual = Duration.ofMillis(200);
    try (KeepWarm keepWarm = new KeepWarm(rehearsal(sites::get), new KeepWarm.Pace(SOON, usual))) {
      keepWarm.start();
      int before = rounds.get();
      sites.set(2);
      // by the usual pace alone it would take four seconds
      await().atMost(Duration.ofSeconds(2)).until(() -> rounds.get() >= before + 20);
    }
  }

  @Test
  void doesNotHurryWhileASiteIsMissing() {
    AtomicInteger sites = new AtomicInteger(2);
    IntSupplier loses = () -> rounds.get() == 3 ? sites.decrementAndGet() : sites.get();
    try (KeepWarm keepWarm = new KeepWarm(rehearsal(loses), NO_MORE)) {
      keepWarm.start();
      assertThat(rounds.get()).isEqualTo(3);
    }
  }

  @Test
  void survivesAFailure() {
    IntSupplier failing =
        () -> {
          throw new IllegalStateException("on purpose");
        };
    try (KeepWarm keepWarm = new KeepWarm(rehearsal(failing), NO_MORE)) {
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
