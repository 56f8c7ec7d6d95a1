package io.bloodraven.playground.ledger;

import java.util.List;

/** How long applications could not write. Pure. */
public final class WriteGaps {
  private WriteGaps() {}

  /**
   * The longest time between two acknowledged writes through the Service, of those gaps that end
   * after {@code sinceNanos}; in milliseconds, 0 when there were no two.
   */
  public static double longest(List<Attempt> attempts, long sinceNanos) {
    long[] ends =
        attempts.stream()
            .filter(a -> a.isAcked() && a.target().equals(Target.SERVICE))
            .mapToLong(Attempt::endNanos)
            .sorted()
            .toArray();
    long longest = 0;
    for (int i = 1; i < ends.length; i++) {
      if (ends[i] > sinceNanos) {
        longest = Math.max(longest, ends[i] - ends[i - 1]);
      }
    }
    return LedgerClock.millis(longest);
  }
}
