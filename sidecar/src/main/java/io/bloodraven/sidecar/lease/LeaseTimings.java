package io.bloodraven.sidecar.lease;

/**
 * The durations of the protocol in milliseconds; all are measured on the own monotonic clock.
 *
 * @param lease L: how long one extension lets the holder stay open
 * @param peerInterval time between two rounds of vouches
 * @param electorateGrace how long a peer may fail to vouch before it is dropped from the electorate
 */
public record LeaseTimings(long lease, long peerInterval, long electorateGrace) {
  /** Long past on every clock, and far from overflowing when a duration is added. */
  static final long NEVER = Long.MIN_VALUE / 4;

  private static final long CLOCK_MARGIN = 200;

  public LeaseTimings {
    if (peerInterval < 1 || lease < 3 * peerInterval) {
      throw new IllegalArgumentException(
          "lease of " + lease + " ms must be at least 3 peer intervals of " + peerInterval + " ms");
    }
  }

  /** How long others wait for a lease: L, the clocks' difference in rate (1 %), and a margin. */
  public long hold() {
    return lease + (lease + 99) / 100 + CLOCK_MARGIN;
  }

  /** Closing begins this long before the lease runs out. */
  public long closeLead() {
    return Math.min(2_000, lease / 3);
  }

  /** Closing, by SIGKILL if need be, is done this long before the lease runs out. */
  public long closedBefore() {
    return Math.min(500, lease / 12);
  }

  /** The Lease is renewed when the last extension is older than this: vouches did not come. */
  long renewAfter() {
    return peerInterval + peerInterval / 5;
  }
}
