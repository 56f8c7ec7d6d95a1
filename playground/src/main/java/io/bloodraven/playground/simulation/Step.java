package io.bloodraven.playground.simulation;

/**
 * One thing that is done to the world; everything about it follows from its seed.
 *
 * @param at milliseconds after the beginning
 */
record Step(double at, Kind kind, long seed) {
  /** What can be done to the world. */
  enum Kind {
    PAUSE_GROUP,
    // commands of workers without sense
    PROMOTE,
    RIVALS,
    CHAIN,
    LATE_COMMAND,
    // faults
    ISOLATE,
    CUT,
    API_OUTAGE,
    API_BLIND,
    HEAL,
    HEAL_SITES,
    RESTART_SIDECAR,
    REPLACE_POD,
    LOSE_VOLUME,
    FREEZE,
    KILL_SERVER,
    STEP_CLOCK,
    DELETE_LEASE,
    RESTORE_LEASE,
    // faults that wait for their moment
    AMBUSH,
    // whole stories
    STALE_HOLDER,
    DROPPED_PEER,
    ABANDONED_POD,
    FORGETFUL_PROMOTION,
    RETRIED_CLAIM,
    INTERRUPTED_PROMOTION;

    /** Whether it may happen where nobody commands but the group itself. */
    boolean fits(boolean governed) {
      return governed
          ? this == PAUSE_GROUP || (compareTo(ISOLATE) >= 0 && compareTo(DELETE_LEASE) <= 0)
          : this != PAUSE_GROUP;
    }
  }

  @Override
  public String toString() {
    return "%8d %s #%x".formatted(Math.round(at), kind, seed);
  }
}
