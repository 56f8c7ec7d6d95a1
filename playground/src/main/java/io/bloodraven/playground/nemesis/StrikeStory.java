package io.bloodraven.playground.nemesis;

import io.bloodraven.playground.ledger.LedgerClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What was done in a run, and when, on the ledger's clock. */
final class StrikeStory {
  private final LedgerClock clock;
  private final List<Line> lines = new ArrayList<>();
  private long firstNanos = Long.MAX_VALUE;

  private record Line(long nanos, String what) {}

  StrikeStory(LedgerClock clock) {
    this.clock = clock;
  }

  /** A strike. */
  void struck(long nanos, String what) {
    firstNanos = Math.min(firstNanos, nanos);
    tell(nanos, what);
  }

  void struck(Instant at, String what) {
    struck(clock.nanosAt(at), what);
  }

  /** Anything else. */
  void tell(long nanos, String what) {
    lines.add(new Line(nanos, what));
  }

  void tell(Instant at, String what) {
    tell(clock.nanosAt(at), what);
  }

  void tell(String what) {
    tell(clock.nanos(), what);
  }

  /** When the first strike was. */
  long firstNanos() {
    return firstNanos;
  }

  /** In order of time. */
  List<String> lines() {
    return lines.stream()
        .sorted(Comparator.comparingLong(Line::nanos))
        .map(line -> "%10.1f ms %s".formatted(LedgerClock.millis(line.nanos), line.what))
        .toList();
  }
}
