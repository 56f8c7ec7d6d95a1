package io.bloodraven.playground.counter;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How many writes were acknowledged and how long the longest time between two of them was. Safe for
 * one writer and any number of readers.
 */
final class Tally {
  private final LongSupplier nanoClock;
  private long count;
  private long errors;
  private String lastError = "";
  private String server = "";
  private long lastNanos;
  private long longestGapNanos;

  /** Counts from zero; {@code nanoClock} is monotonic. */
  Tally(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  /**
   * What the counter shows.
   *
   * @param count acknowledged writes
   * @param errors attempts that failed or got no answer
   * @param lastError for people, empty when there was none
   * @param server host name of the server that took the last write, empty before the first
   * @param longestGapMillis longest time between two acknowledged writes, the current one included
   * @param currentGapMillis time since the last acknowledged write, 0 before the first
   */
  record Reading(
      long count,
      long errors,
      String lastError,
      String server,
      long longestGapMillis,
      long currentGapMillis) {}

  synchronized void acknowledged(String byServer) {
    long now = nanoClock.getAsLong();
    longestGapNanos = Math.max(longestGapNanos, gapAt(now));
    lastNanos = now;
    server = byServer;
    count++;
  }

  synchronized void failed(String error) {
    errors++;
    lastError = error;
  }

  synchronized Reading read() {
    long gap = gapAt(nanoClock.getAsLong());
    return new Reading(
        count, errors, lastError, server, millis(Math.max(longestGapNanos, gap)), millis(gap));
  }

  private long gapAt(long now) {
    return count == 0 ? 0 : now - lastNanos;
  }

  private static long millis(long nanos) {
    return Duration.ofNanos(nanos).toMillis();
  }
}
