package io.bloodraven.activities.mysql;

import io.bloodraven.api.gtid.GtidSet;

/**
 * The transactions that a follower has and its source lacks: what would be lost, or break
 * replication, if the follower simply followed.
 */
public record Divergence(GtidSet errant) {
  /**
   * Compares two servers. {@code follower} must have been read before {@code source}: a source that
   * goes on writing would otherwise seem to lack what it has just sent. On both sides what was
   * received counts as much as what was executed.
   */
  public static Divergence of(ServerGtids follower, ServerGtids source) {
    return new Divergence(follower.all().subtract(source.all()));
  }

  /** Whether the follower has nothing of its own. */
  public boolean isNone() {
    return errant.isEmpty();
  }
}
