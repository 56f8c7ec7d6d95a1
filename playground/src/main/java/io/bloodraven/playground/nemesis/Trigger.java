package io.bloodraven.playground.nemesis;

import java.time.Duration;

/** What a strike waits for. */
sealed interface Trigger {
  /** So long after the strike before it, or after the start. */
  record After(Duration pause) implements Trigger {
    @Override
    public String toString() {
      return pause.isZero() ? "" : "+" + pause.toMillis() + "ms ";
    }
  }

  /** The failover gets there. */
  record At(Moment moment) implements Trigger {
    @Override
    public String toString() {
      return "at " + moment + ": ";
    }
  }
}
