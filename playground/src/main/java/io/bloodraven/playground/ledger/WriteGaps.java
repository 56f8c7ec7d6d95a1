package io.bloodraven.playground.ledger;

import java.util.List;
import java.util.stream.LongStream;

/** How long applications could not write. Pure. */
public final class WriteGaps {
  private WriteGaps() {}

  /**
   * The longest time between two acknowledged writes through the Service, of those gaps that end
   * after {@code sinceNanos}; in milliseconds, 0 when nothing was acknowledged. A gap that nothing
   * ended lasts until the last attempt through the Service was over.
   */
  public static double longest(List<Attempt> attempts, long sinceNanos) {
    List<Attempt> service =
        attempts.stream().filter(a -> a.target().equals(Target.SERVICE)).toList();
    LongStream acked = service.stream().filter(Attempt::isAcked).mapToLong(Attempt::endNanos);
    LongStream over = service.stream().mapToLong(Attempt::endNanos).max().stream();
    long[] ends = LongStream.concat(acked, over).sorted().toArray();
    long longest = 0;
    for (int i = 1; i < ends.length; i++) {
      if (ends[i] > sinceNanos) {
        longest = Math.max(longest, ends[i] - ends[i - 1]);
      }
    }
    return LedgerClock.millis(longest);
  }
}
