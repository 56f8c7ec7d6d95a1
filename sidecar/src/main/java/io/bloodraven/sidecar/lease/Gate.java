package io.bloodraven.sidecar.lease;

/**
 * What this sidecar knows of the server's openness, and the order it gave last. An answer to an
 * older order says nothing any more.
 */
final class Gate {
  /** Where it stands. */
  enum Position {
    /** An earlier life of this sidecar may have opened it. */
    UNKNOWN,
    CLOSED,
    OPENING,
    OPEN,
    CLOSING
  }

  private Position position;
  private long order;
  private long notBefore = LeaseTimings.NEVER;

  Gate(Position position) {
    this.position = position;
  }

  Position position() {
    return position;
  }

  boolean is(Position position) {
    return this.position == position;
  }

  boolean isOrdered(long order) {
    return this.order == order;
  }

  /** Whether an order to open makes sense now. */
  boolean canOpen(long now) {
    return (is(Position.CLOSED) || is(Position.UNKNOWN)) && !isHeldOff(now);
  }

  /** Whether it is open or may be. */
  boolean mayBeOpen() {
    return !is(Position.CLOSED) && !is(Position.CLOSING);
  }

  long open(long order) {
    this.order = order;
    position = Position.OPENING;
    return order;
  }

  long close(long order) {
    this.order = order;
    position = Position.CLOSING;
    return order;
  }

  void opened() {
    position = Position.OPEN;
  }

  void closed() {
    position = Position.CLOSED;
  }

  void unknown() {
    position = Position.UNKNOWN;
  }

  void holdOff(long until) {
    notBefore = until;
  }

  boolean isHeldOff(long now) {
    return now < notBefore;
  }
}
