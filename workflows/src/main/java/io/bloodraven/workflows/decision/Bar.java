package io.bloodraven.workflows.decision;

import static java.util.Objects.requireNonNull;

/**
 * Why a site is not promoted: when it was last compared with the active site it had transactions
 * that the group had already gone on without. Lifted when it has none any more.
 *
 * @param divergentGtid those transactions
 * @param admitted whether a person has decided that it may be promoted all the same, if no other
 *     site can be: for one failover, or until it is compared again
 */
public record Bar(String site, String divergentGtid, long divergentCount, boolean admitted) {
  public Bar {
    requireNonNull(site, "site");
    requireNonNull(divergentGtid, "divergentGtid");
  }

  /** The same, with a person's word or without it. */
  public Bar with(boolean word) {
    return new Bar(site, divergentGtid, divergentCount, word);
  }
}
