package io.bloodraven.watcher;

import java.time.Instant;

/** The two clocks of a watcher. */
interface WatcherClock {
  /** Milliseconds of the monotonic clock: every duration is measured on it. */
  long monotonicMillis();

  /** The time of day, for people to read. */
  Instant wall();

  /** The clocks of this machine. */
  static WatcherClock system() {
    return new WatcherClock() {
      @Override
      public long monotonicMillis() {
        return System.nanoTime() / 1_000_000;
      }

      @Override
      public Instant wall() {
        return Instant.now();
      }
    };
  }
}
