package io.bloodraven.playground.counter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TallyTest {
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000_000);
  private final Tally tally = new Tally(now::get);

  @Test
  void showsNothingBeforeTheFirstWrite() {
    pass(500);
    assertThat(tally.read()).isEqualTo(new Tally.Reading(0, 0, "", "", 0, 0));
  }

  @Test
  void keepsTheLongestGap() {
    tally.acknowledged("a");
    pass(700);
    tally.acknowledged("b");
    pass(50);
    tally.acknowledged("b");
    pass(20);
    assertThat(tally.read()).isEqualTo(new Tally.Reading(3, 0, "", "b", 700, 20));
  }

  @Test
  void countsAGapThatIsNotOverYet() {
    tally.acknowledged("a");
    pass(100);
    tally.failed("refused");
    pass(100);
    assertThat(tally.read()).isEqualTo(new Tally.Reading(1, 1, "refused", "a", 200, 200));
  }

  private void pass(long millis) {
    now.addAndGet(Duration.ofMillis(millis).toNanos());
  }
}
