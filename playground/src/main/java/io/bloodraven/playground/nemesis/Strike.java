package io.bloodraven.playground.nemesis;

import java.time.Duration;

/**
 * One fault of a plan.
 *
 * @param place where
 * @param after how long after the strike before it, or after the start
 */
record Strike(Fault fault, Place place, Duration after) {
  /** Sites by what they are when the plan begins: the same plan fits whoever is active then. */
  enum Place {
    ACTIVE,
    STANDBY,
    EVERYWHERE
  }

  @Override
  public String toString() {
    String where =
        switch (place) {
          case ACTIVE -> " active";
          case STANDBY -> " standby";
          case EVERYWHERE -> "";
        };
    return (after.isZero() ? "" : "+" + after.toMillis() + "ms ") + fault + where;
  }
}
