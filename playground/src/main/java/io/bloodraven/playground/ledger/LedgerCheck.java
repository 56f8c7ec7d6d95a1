package io.bloodraven.playground.ledger;

import static io.bloodraven.playground.ledger.LedgerClock.millis;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a ledger against the rows that the final primary has. Pure.
 *
 * <p>A write is said to come <em>after</em> another only if it was sent after the other's
 * acknowledgement had been read, both on the same monotonic clock. What merely overlaps is never
 * held against anybody, so each finding is a proof; what is not found may still have happened
 * between two writes.
 */
public final class LedgerCheck {
  private static final Comparator<Attempt> BY_END = Comparator.comparingLong(Attempt::endNanos);

  private final List<Attempt> attempts;
  private final Set<Long> rows;
  private final long faultNanos;

  /**
   * Prepares a check.
   *
   * @param rows ids that the final primary has
   * @param faultNanos moment of the fault on the ledger's clock
   */
  public LedgerCheck(Collection<Attempt> attempts, Set<Long> rows, long faultNanos) {
    this.attempts = List.copyOf(attempts);
    this.rows = Set.copyOf(rows);
    this.faultNanos = faultNanos;
  }

  /** What the ledger proves. */
  public LedgerReport report() {
    String oldServer =
        acks(ack -> ack.startNanos() <= faultNanos).max(BY_END).map(Attempt::server).orElse("");
    Optional<Attempt> first = acks(ack -> !ack.server().equals(oldServer)).min(BY_END);
    String newServer = first.map(Attempt::server).orElse("");
    List<Attempt> late =
        first
            .map(f -> acks(ack -> ack.server().equals(oldServer) && f.endedBefore(ack)).toList())
            .orElse(List.of());
    double overlap =
        late.stream()
            .mapToDouble(ack -> millis(ack.startNanos() - first.orElseThrow().endNanos()))
            .max()
            .orElse(0);
    return new LedgerReport(
        oldServer,
        newServer,
        gap(oldServer, newServer, ack -> true),
        gap(oldServer, newServer, ack -> ack.target().equals(Target.SERVICE)),
        late,
        overlap,
        first.map(f -> tardy(oldServer, f)).orElse(0),
        underWay(oldServer),
        Reigns.chain(attempts),
        ids(attempt -> attempt.isAcked() && !rows.contains(attempt.id())),
        ids(attempt -> attempt.outcome() == Outcome.FAILED && rows.contains(attempt.id())),
        count(Outcome.ACKED),
        count(Outcome.FAILED),
        count(Outcome.UNKNOWN),
        ids(a -> a.outcome() == Outcome.UNKNOWN && rows.contains(a.id())).size());
  }

  private int tardy(String oldServer, Attempt first) {
    return (int)
        acks(ack ->
                ack.server().equals(oldServer)
                    && ack.startNanos() <= first.endNanos()
                    && ack.endNanos() > first.endNanos())
            .count();
  }

  private int underWay(String server) {
    return (int)
        attempts.stream()
            .filter(attempt ->
                attempt.server().equals(server)
                    && attempt.startNanos() <= faultNanos
                    && attempt.endNanos() > faultNanos)
            .count();
  }

  private @Nullable WriteGap gap(String oldServer, String newServer, Predicate<Attempt> way) {
    Optional<Attempt> first = acks(way).filter(ack -> ack.server().equals(newServer)).min(BY_END);
    if (newServer.isEmpty()) {
      return inPlace(acks(way).sorted(BY_END).toList());
    }
    if (first.isEmpty()) {
      return null;
    }
    long end = first.get().endNanos();
    long lastBefore =
        acks(way)
            .filter(ack -> ack.server().equals(oldServer) && ack.endedBefore(first.get()))
            .mapToLong(Attempt::endNanos)
            .max()
            .orElse(faultNanos);
    return new WriteGap(millis(end - faultNanos), millis(end - lastBefore));
  }

  /** Nobody else took over: the old server was away for its longest silence since the fault. */
  private @Nullable WriteGap inPlace(List<Attempt> acks) {
    WriteGap longest = null;
    for (int i = 1; i < acks.size(); i++) {
      long end = acks.get(i).endNanos();
      double silence = millis(end - acks.get(i - 1).endNanos());
      if (end > faultNanos && (longest == null || silence > longest.fromLastAck())) {
        longest = new WriteGap(millis(end - faultNanos), silence);
      }
    }
    return longest;
  }

  private Stream<Attempt> acks(Predicate<Attempt> which) {
    return attempts.stream().filter(Attempt::isAcked).filter(which);
  }

  private SortedSet<Long> ids(Predicate<Attempt> which) {
    SortedSet<Long> ids = new TreeSet<>();
    attempts.stream().filter(which).forEach(attempt -> ids.add(attempt.id()));
    return ids;
  }

  private long count(Outcome outcome) {
    return attempts.stream().filter(attempt -> attempt.outcome() == outcome).count();
  }
}
