package io.bloodraven.worker;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rehearses failovers: a few times before the worker takes tasks and whenever there is more to
 * rehearse at than ever before, then now and then for as long as it lives, so that the one that
 * counts is not the first.
 */
final class KeepWarm implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KeepWarm.class);
  private static final int ROUNDS = 20;

  /** A site that is silent makes each round slow, and may be just why this worker is needed. */
  private static final Duration LONGEST = Duration.ofSeconds(3);

  private final IntSupplier rehearsal;
  private final Duration pace;
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("keep-warm").factory());
  private int most;

  /**
   * Does nothing yet.
   *
   * @param rehearsal returns at how many sites
   * @param pace of the rehearsals
   */
  KeepWarm(IntSupplier rehearsal, Duration pace) {
    this.rehearsal = rehearsal;
    this.pace = pace;
  }

  /** Rehearses, and goes on doing so in the background. */
  void start() {
    rehearse();
    var _ =
        timer.scheduleWithFixedDelay(
            this::rehearse, pace.toMillis(), pace.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void rehearse() {
    long end = System.nanoTime() + LONGEST.toNanos();
    int sites = once();
    if (sites <= most) {
      return;
    }
    most = sites;
    for (int round = 1; round < ROUNDS && System.nanoTime() - end < 0; round++) {
      once();
    }
    LOG.info("rehearsed at {} sites", sites);
  }

  private int once() {
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
