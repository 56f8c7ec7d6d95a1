package io.bloodraven.playground.cluster;

import io.bloodraven.api.gtid.GtidSet;

/** How a group stands, as judged from outside. */
public sealed interface Standing {

  /** One site is open, all others replicate from it, status says so. */
  record AsItShouldBe() implements Standing {}

  /**
   * One site is open, all others replicate from it but one: it is closed, has transactions that
   * nobody else has, and status reports exactly these. Bloodraven leaves it to a person.
   */
  record Blocked(String site, GtidSet onlyThere) implements Standing {}

  /** Neither, or not yet; {@code missing} says why. */
  record Unsettled(String missing) implements Standing {}
}
