package io.bloodraven.worker;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rehearses failovers: a few times before the worker takes tasks, then now and then for as long as
 * it lives, so that the one that counts is not the first.
 */
final class KeepWarm implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KeepWarm.class);
  private static final int ROUNDS_AT_START = 10;
  private static final Duration PACE = Duration.ofSeconds(30);

  /** A site that is silent makes each round slow, and may be just why this worker is needed. */
  private static final Duration LONGEST_AT_START = Duration.ofSeconds(3);

  private final IntSupplier rehearsal;
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("keep-warm").factory());

  /**
   * Does nothing yet.
   *
   * @param rehearsal returns how many groups it found
   */
  KeepWarm(IntSupplier rehearsal) {
    this.rehearsal = rehearsal;
  }

  /** Rehearses, and goes on doing so in the background. */
  void start() {
    long end = System.nanoTime() + LONGEST_AT_START.toNanos();
    int groups = rehearse();
    for (int round = 1; round < ROUNDS_AT_START && groups > 0; round++) {
      if (System.nanoTime() - end > 0) {
        break;
      }
      groups = rehearse();
    }
    LOG.info("rehearsed at {} groups", groups);
    var _ =
        timer.scheduleWithFixedDelay(
            this::rehearse, PACE.toMillis(), PACE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private int rehearse() {
    try {
      return rehearsal.getAsInt();
    } catch (RuntimeException e) {
      // one that fails must not end those to come
      LOG.warn("a rehearsal failed, going on", e);
      return 0;
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
