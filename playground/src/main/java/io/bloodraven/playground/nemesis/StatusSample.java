package io.bloodraven.playground.nemesis;

import io.bloodraven.playground.ledger.Attempt;
import io.bloodraven.playground.ledger.LedgerClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the status page said at one moment.
 *
 * @param nanos when its answer had been read, on the ledger's clock
 * @param activeSite empty when it named none
 */
record StatusSample(long nanos, String activeSite) {
  /** Status may be behind the truth by so much: a lease, and the time in which it is noticed. */
  static final Duration BOUND = Duration.ofSeconds(10);

  /**
   * Where status lied: it named a site active for longer than the bound, while another one took
   * writes and that one took none.
   *
   * @param samples in order of time
   */
  static List<String> lies(
      List<StatusSample> samples, List<Attempt> attempts, Map<String, String> siteOfServer) {
    List<String> lies = new ArrayList<>();
    int from = 0;
    for (int i = 1; i <= samples.size(); i++) {
      if (i < samples.size() && samples.get(i).activeSite.equals(samples.get(from).activeSite)) {
        continue;
      }
      lie(samples.get(from), samples.get(i - 1).nanos, attempts, siteOfServer).ifPresent(lies::add);
      from = i;
    }
    return lies;
  }

  private static Optional<String> lie(
      StatusSample first, long until, List<Attempt> attempts, Map<String, String> siteOfServer) {
    long since = first.nanos + BOUND.toNanos();
    if (first.activeSite.isEmpty() || until <= since) {
      return Optional.empty();
    }
    List<String> writers =
        attempts.stream()
            .filter(a -> a.isAcked() && a.startNanos() > since && a.endNanos() < until)
            .map(a -> siteOfServer.getOrDefault(a.server(), a.server()))
            .distinct()
            .toList();
    return writers.isEmpty() || writers.contains(first.activeSite)
        ? Optional.empty()
        : Optional.of(
            "status named %s active until %.0f ms, while only %s took writes since %.0f ms"
                .formatted(
                    first.activeSite,
                    LedgerClock.millis(until),
                    writers,
                    LedgerClock.millis(since)));
  }
}
