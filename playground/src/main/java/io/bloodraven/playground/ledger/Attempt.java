package io.bloodraven.playground.ledger;

/**
 * One attempt at one write. Times are nanoseconds of the ledger's monotonic clock (one clock for
 * all connections, so they can be compared): the commit of an acknowledged write lies between the
 * two.
 *
 * @param id unique; the row's key
 * @param target name of the {@link Target}
 * @param server UUID of the server the connection leads to, empty when none was connected; it
 *     cannot change under a connection, also not behind a Service
 * @param startNanos before the statement was sent
 * @param endNanos after its answer, or its failure, was read
 * @param error the error's code, empty when acknowledged
 */
public record Attempt(
    long id,
    String target,
    String server,
    Outcome outcome,
    long startNanos,
    long endNanos,
    String error) {

  /** Whether this ended before {@code other} began: only then the order is certain. */
  public boolean endedBefore(Attempt other) {
    return endNanos < other.startNanos;
  }

  /** Whether the server acknowledged it. */
  public boolean isAcked() {
    return outcome == Outcome.ACKED;
  }
}
