package io.bloodraven.worker;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rehearses failovers: a few times when there is more to rehearse at than ever before, then now and
 * then for as long as the worker lives, so that the one that counts is not the first. While a site
 * is missing it takes its time: that may be the one that counts.
 */
final class KeepWarm implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KeepWarm.class);
  private static final int ROUNDS = 20;

  /**
   * How often there is a rehearsal.
   *
   * @param brisk while there is something new to rehearse at; leaves processors and API server to
   *     others
   * @param usual afterwards
   */
  record Pace(Duration brisk, Duration usual) {}

  private final IntSupplier rehearsal;
  private final Pace pace;
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("keep-warm").factory());
  private int most;
  private int brisk;

  /**
   * Does nothing yet.
   *
   * @param rehearsal returns at how many sites
   */
  KeepWarm(IntSupplier rehearsal, Pace pace) {
    this.rehearsal = rehearsal;
    this.pace = pace;
  }

  /** Rehearses from now on, in the background. */
  void start() {
    goOn(Duration.ZERO);
  }

  private void goOn(Duration pause) {
    var _ = timer.schedule(() -> goOn(rehearse()), pause.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Rehearses once; returns how long to wait for the next time. */
  Duration rehearse() {
    int sites = once();
    if (sites > most) {
      most = sites;
      brisk = ROUNDS;
      LOG.info("rehearsing at {} sites", sites);
    }
    if (sites < most || --brisk <= 0) {
      return pace.usual;
    }
    return pace.brisk;
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
