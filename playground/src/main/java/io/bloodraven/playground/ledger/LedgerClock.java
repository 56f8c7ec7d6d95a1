package io.bloodraven.playground.ledger;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;

/**
 * The ledger's time: nanoseconds since it was opened, on the monotonic clock of this process. A
 * wall time printed by another process of this machine can be put on it; that is as exact as the
 * wall clock is steady.
 */
public final class LedgerClock {
  private final long originNanos = System.nanoTime();

  /** Nanoseconds since the clock was made. */
  public long nanos() {
    return System.nanoTime() - originNanos;
  }

  /** Where a wall time lies on this clock; may be negative. */
  public long nanosAt(Instant wallTime) {
    long ago = wallTime.until(Instant.now(), ChronoUnit.NANOS);
    return nanos() - ago;
  }

  /** Whole and broken milliseconds of a time on this clock. */
  public static double millis(long nanos) {
    return nanos / (double) TimeUnit.MILLISECONDS.toNanos(1);
  }
}
