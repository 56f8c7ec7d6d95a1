package io.bloodraven.api.health;

import java.time.Instant;
import java.util.List;

/**
 * A whole group as one vantage point sees it at one moment; sent when something changed. A later
 * one of the same vantage point replaces it.
 *
 * @param vantagePoint identity of the observer; new at each start of it
 * @param sequence counts up within one vantage point
 * @param observedAt wall clock of the observer, for people to read; never compared across machines
 */
public record Observation(
    String vantagePoint, long sequence, Instant observedAt, List<Sighting> sites) {
  public Observation {
    sites = List.copyOf(sites);
  }
}
