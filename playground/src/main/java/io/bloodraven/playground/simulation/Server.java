package io.bloodraven.playground.simulation;

/**
 * The mysqld of a pod. It takes writes until the deadline that the sidecar set last, whatever
 * becomes of the sidecar: that is the dead-man's switch.
 */
final class Server {
  private final Pod pod;
  private boolean opened;
  private long deadline;
  private long epoch;
  private double downUntil;

  Server(Pod pod) {
    this.pod = pod;
  }

  boolean isOpen() {
    return opened && pod.clock() < deadline;
  }

  /** Whether only the deadline closed it. */
  boolean ranOut() {
    return opened && pod.clock() >= deadline;
  }

  long deadline() {
    return deadline;
  }

  long epoch() {
    return epoch;
  }

  boolean isDown(double now) {
    return now < downUntil;
  }

  void open(long atEpoch, long until) {
    opened = true;
    epoch = atEpoch;
    deadline = until;
  }

  /** Returns whether there was anything to extend. */
  boolean extend(long until) {
    if (opened) {
      deadline = until;
    }
    return opened;
  }

  void close() {
    opened = false;
  }

  void kill(double until) {
    opened = false;
    downUntil = Math.max(downUntil, until);
  }
}
