package io.bloodraven.sidecar.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WriteStallTest {
  private static final long THRESHOLD = 2_000;
  private static final long STEP = 20;

  private final WriteStall stall = new WriteStall(THRESHOLD, 0);
  private long now;

  private void watch(long millis, boolean open) {
    for (long until = now + millis; now < until; ) {
      now += STEP;
      stall.tick(now, open);
    }
  }

  @Test
  void aWriteThatHangsForTheThresholdIsAStall() {
    stall.begun();
    watch(THRESHOLD - STEP, true);
    assertThat(stall.isStalled()).isFalse();
    watch(STEP, true);
    assertThat(stall.isStalled()).isTrue();
    assertThat(stall.reason()).isEqualTo("a write hangs");
  }

  @Test
  void theNextWriteThatSucceedsEndsIt() {
    stall.begun();
    watch(THRESHOLD, true);
    stall.succeeded();
    assertThat(stall.isStalled()).isFalse();
    watch(10 * THRESHOLD, true);
    assertThat(stall.isStalled()).isFalse();
  }

  @Test
  void slowWritesThatSucceedAreNone() {
    for (int write = 0; write < 10; write++) {
      stall.begun();
      watch(THRESHOLD - STEP, true);
      stall.succeeded();
      assertThat(stall.isStalled()).isFalse();
    }
  }

  @Test
  void failuresCountFromTheFirstAndBetweenAttempts() {
    for (int write = 0; write < 4; write++) {
      assertThat(stall.isStalled()).isFalse();
      stall.begun();
      stall.failed("error 1114, the table is full");
      watch(THRESHOLD / 4, true);
    }
    assertThat(stall.isStalled()).isTrue();
    assertThat(stall.reason()).contains("1114");
  }

  @Test
  void whatSaysNothingNeitherBeginsNorEndsAStall() {
    for (int write = 0; write < 10; write++) {
      stall.begun();
      watch(THRESHOLD / 2, true);
      stall.inconclusive();
      watch(THRESHOLD / 2, true);
    }
    assertThat(stall.isStalled()).isFalse();

    stall.begun();
    stall.failed("error 1021, disk full");
    stall.begun();
    stall.inconclusive();
    watch(THRESHOLD, true);
    assertThat(stall.isStalled()).isTrue();
  }

  @Test
  void aClosedServerOwesNoWrite() {
    stall.begun();
    watch(THRESHOLD, true);
    watch(STEP, false);
    assertThat(stall.isStalled()).isFalse();
    watch(10 * THRESHOLD, false);
    assertThat(stall.isStalled()).isFalse();
    // the write of before still hangs when it is opened again
    watch(THRESHOLD, true);
    assertThat(stall.isStalled()).isTrue();
  }

  @Test
  void timeThatTheWatcherSleptDoesNotCount() {
    stall.begun();
    watch(STEP, true);
    now += 100 * THRESHOLD;
    watch(STEP, true);
    assertThat(stall.isStalled()).isFalse();
    watch(THRESHOLD, true);
    assertThat(stall.isStalled()).isTrue();
  }
}
