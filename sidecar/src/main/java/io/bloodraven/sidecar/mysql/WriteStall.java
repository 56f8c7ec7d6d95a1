package io.bloodraven.sidecar.mysql;

/**
 * Judges from a row of writes, one at a time, whether an open server takes any. What counts is time
 * that went by while the watcher watched: a process that slept has seen nobody stall, and its
 * server may have slept with it.
 */
final class WriteStall {
  /** Ticks come many times a second; of a longer gap no more than this counts. */
  private static final long MOST_PER_TICK = 100;

  private final long thresholdMillis;
  private boolean underWay;
  private String failure = "";
  private long accrued;
  private long tickedAt;

  /**
   * @param thresholdMillis without a write for so long the server is stalled
   * @param now on the clock of {@link #tick}
   */
  WriteStall(long thresholdMillis, long now) {
    this.thresholdMillis = thresholdMillis;
    this.tickedAt = now;
  }

  /** A write was sent. */
  synchronized void begun() {
    underWay = true;
  }

  /** It is committed. */
  synchronized void succeeded() {
    underWay = false;
    forget();
  }

  /** The server could not write. */
  synchronized void failed(String reason) {
    underWay = false;
    failure = reason;
  }

  /** Nothing can be said of it: the connection ended, or the server was closed meanwhile. */
  synchronized void inconclusive() {
    underWay = false;
    if (failure.isEmpty()) {
      accrued = 0;
    }
  }

  /**
   * Time went by.
   *
   * @param open whether the server is open: a closed one owes no write
   */
  synchronized void tick(long now, boolean open) {
    long passed = Math.min(now - tickedAt, MOST_PER_TICK);
    tickedAt = now;
    if (!open) {
      forget();
    } else if (underWay || !failure.isEmpty()) {
      accrued += passed;
    }
  }

  private void forget() {
    failure = "";
    accrued = 0;
  }

  /** Whether the open server has provably taken no write for the threshold. */
  synchronized boolean isStalled() {
    return accrued >= thresholdMillis;
  }

  /** Why, for people. */
  synchronized String reason() {
    return failure.isEmpty() ? "a write hangs" : failure;
  }
}
