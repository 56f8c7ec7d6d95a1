package io.bloodraven.activities.repair;

import io.bloodraven.activities.mysql.Divergence;
import io.bloodraven.activities.mysql.ServerGtids;
import io.bloodraven.api.gtid.GtidSet;
import io.bloodraven.workflows.repair.RejoinResult;
import io.bloodraven.workflows.repair.RejoinResult.Outcome;
import java.util.Optional;

/** Why a site cannot simply follow a source, by the transactions of both alone. */
final class Obstacle {
  private Obstacle() {}

  /**
   * Compares the two; {@code site} must have been read before {@code source}.
   *
   * @param seeded whether the site's data is known to come from the group, by clone or replication;
   *     without a single transaction the sets do not tell
   */
  static Optional<RejoinResult> between(ServerGtids site, ServerGtids source, boolean seeded) {
    Divergence divergence = Divergence.of(site, source);
    if (!divergence.isNone()) {
      long count = divergence.errant().count();
      return Optional.of(
          new RejoinResult(
              Outcome.DIVERGENT,
              divergence.errant().toString(),
              count,
              count + " transactions exist only here; nothing was changed"));
    }
    if (site.all().isEmpty() && !seeded) {
      return Optional.of(needsClone("it has no data of the group"));
    }
    GtidSet forgotten = source.all().madeBy(site.server()).subtract(site.executed());
    if (!forgotten.isEmpty()) {
      return Optional.of(
          needsClone(
              "it has forgotten "
                  + forgotten
                  + ", which it made itself: a receiver drops what bears its own server id"));
    }
    if (!site.all().contains(source.purged())) {
      return Optional.of(
          needsClone(
              "the source has purged the logs of "
                  + source.purged().subtract(site.all())
                  + ", which are missing here"));
    }
    return Optional.empty();
  }

  private static RejoinResult needsClone(String why) {
    return new RejoinResult(Outcome.NEEDS_CLONE, "", 0, why);
  }
}
