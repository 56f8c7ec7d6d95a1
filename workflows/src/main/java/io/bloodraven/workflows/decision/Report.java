package io.bloodraven.workflows.decision;

import static java.util.Objects.requireNonNull;

import io.bloodraven.api.health.Observation;
import io.bloodraven.api.health.Sighting;
import java.time.Instant;
import java.util.Optional;

/**
 * What a vantage point told, and when the group heard it.
 *
 * @param receivedAt on the group's own clock, so that two reports can be put in order
 */
public record Report(Observation observation, Instant receivedAt) {
  public Report {
    requireNonNull(observation, "observation");
    requireNonNull(receivedAt, "receivedAt");
  }

  /** What it says of a site, if anything. */
  public Optional<Sighting> about(String site) {
    return observation.sites().stream().filter(seen -> seen.site().equals(site)).findFirst();
  }
}
