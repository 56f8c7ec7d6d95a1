package io.bloodraven.playground.ledger;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The latest acknowledgement of each server through each target, while a ledger is written. */
public final class LiveAcks {
  private record Way(String target, String server) {}

  private final Map<Way, Attempt> latest = new ConcurrentHashMap<>();
  private final Map<String, Long> lastFailure = new ConcurrentHashMap<>();

  void see(Attempt attempt) {
    if (!attempt.isAcked()) {
      lastFailure.merge(attempt.target(), attempt.endNanos(), Math::max);
    } else {
      latest.merge(
          new Way(attempt.target(), attempt.server()),
          attempt,
          (before, now) -> now.endNanos() > before.endNanos() ? now : before);
    }
  }

  /** Whether a write that began after {@code nanos} was acknowledged through {@code target}. */
  public boolean ackedSince(String target, long nanos) {
    return latest.entrySet().stream()
        .anyMatch(e -> e.getKey().target().equals(target) && e.getValue().startNanos() > nanos);
  }

  /**
   * Whether writes through {@code target} failed after {@code nanos} and one was acknowledged
   * since.
   */
  public boolean resumedSince(String target, long nanos) {
    long failure = lastFailure.getOrDefault(target, Long.MIN_VALUE);
    return failure > nanos && ackedSince(target, failure);
  }

  /**
   * Whether a write that began after {@code nanos} was acknowledged through {@code target} by
   * another server than {@code server}.
   */
  public boolean ackedElsewhereSince(String target, String server, long nanos) {
    return latest.entrySet().stream()
        .anyMatch(e ->
            e.getKey().target().equals(target)
                && !e.getKey().server().equals(server)
                && e.getValue().startNanos() > nanos);
  }
}
