package io.bloodraven.workflows.decision;

import static java.util.Objects.requireNonNull;

import io.bloodraven.api.gtid.GtidSet;

/**
 * A site whose server answers and that may be promoted.
 *
 * @param received everything executed, and everything received and not yet applied
 */
public record Candidate(String site, GtidSet received) {
  public Candidate {
    requireNonNull(site, "site");
    requireNonNull(received, "received");
  }

  /** Whether it never had any data: promoting it beside one that has would lose everything. */
  public boolean neverSeeded() {
    return received.isEmpty();
  }
}
