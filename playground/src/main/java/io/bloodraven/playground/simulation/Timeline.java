package io.bloodraven.playground.simulation;

import java.util.PriorityQueue;

/** Real time in milliseconds, which nobody inside the world knows, and what happens when. */
final class Timeline {
  private record Due(double at, long number, Runnable work) implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      return at == other.at ? Long.compare(number, other.number) : Double.compare(at, other.at);
    }
  }

  private final PriorityQueue<Due> queue = new PriorityQueue<>(256);
  private double now;
  private long numbers;

  double now() {
    return now;
  }

  void in(double delay, Runnable work) {
    queue.add(new Due(now + delay, numbers++, work));
  }

  /** Lets the next thing happen, unless it is later than {@code end}. */
  boolean step(double end) {
    Due due = queue.poll();
    if (due == null || due.at > end) {
      return false;
    }
    now = due.at;
    due.work.run();
    return true;
  }
}
