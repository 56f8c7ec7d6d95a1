package io.bloodraven.playground.simulation;

import io.bloodraven.sidecar.lease.LeaseTimings;

/**
 * What does not change during a schedule.
 *
 * @param sites how many
 * @param loss share of messages that never arrive
 * @param watched share of changes of the Lease that a watch brings at once
 * @param governed whether watchers and decisions as in production command it, else workers without
 *     sense
 * @param lasts when the schedule ends
 */
record Settings(
    int sites, LeaseTimings timings, double loss, double watched, boolean governed, double lasts) {
  /** When the last thing is done to the world. */
  double quietAfter() {
    return governed ? 10.0 * timings.lease() : lasts;
  }

  static Settings draw(Draw draw, boolean governed) {
    long lease = draw.of(3_000L, 6_000L, 6_000L, 9_000L);
    long grace = draw.of(lease * 5 / 4, lease * 3 / 2, lease * 2, lease * 50);
    return new Settings(
        draw.of(2, 2, 2, 3, 3, 3, 4, 5),
        new LeaseTimings(lease, lease / 6, grace),
        draw.of(0.0, 0.01, 0.03, 0.1),
        draw.of(0.1, 0.5, 0.95),
        governed,
        (governed ? 26.0 : 10.0) * lease);
  }
}
