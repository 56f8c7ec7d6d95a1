package io.bloodraven.playground.ledger;

import io.bloodraven.playground.mysql.Endpoint;

/**
 * What a group of connections writes to.
 *
 * @param name a site's name, or {@link #SERVICE}
 */
public record Target(String name, Endpoint endpoint) {
  /** Name of the target that is the primary's Service: whoever is behind it. */
  public static final String SERVICE = "service";
}
