package io.bloodraven.sidecar.mysql;

import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * How old a replica's data may be. MySQL knows no lag while its receiver is not connected, which is
 * when the data grows old: so the last figure is counted on.
 */
final class DataAge {
  private static final long UNKNOWN = -1;

  private final LongSupplier monotonicMillis;
  private long known = UNKNOWN;
  private long knownAt;

  DataAge(LongSupplier monotonicMillis) {
    this.monotonicMillis = monotonicMillis;
  }

  /**
   * The age now, after a look at the server.
   *
   * @param lag MySQL's figure in seconds, empty when it has none
   * @return seconds, -1 when MySQL has had no figure since the replica was forgotten
   */
  long with(OptionalLong lag) {
    long now = monotonicMillis.getAsLong();
    if (lag.isPresent()) {
      known = lag.getAsLong();
      knownAt = now;
    }
    return known == UNKNOWN ? UNKNOWN : known + (now - knownAt) / 1_000;
  }

  /** The server is no replica. */
  void forget() {
    known = UNKNOWN;
  }
}
