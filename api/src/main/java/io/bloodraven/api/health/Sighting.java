package io.bloodraven.api.health;

import static java.util.Objects.requireNonNullElse;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One site as one vantage point sees it. When the site is not heard, everything but the verdict is
 * the last that was heard, or empty.
 *
 * @param holdingEpoch epoch at which the site holds the Lease, 0 when it does not
 * @param probeUp whether the vantage point's own MySQL probe got an answer lately
 * @param armedSwitches dead-man's switches in force, as {@link Heartbeat} names them
 * @param lagging whether the site's data is older than the manifest allows, or of unknown age
 */
public record Sighting(
    String site,
    Verdict verdict,
    String podUid,
    long highestEpoch,
    long holdingEpoch,
    String gtidExecuted,
    String gtidReceived,
    @Nullable Replication replication,
    boolean probeUp,
    List<String> armedSwitches,
    boolean lagging) {
  public Sighting {
    // observations of earlier releases do not say
    armedSwitches = List.copyOf(requireNonNullElse(armedSwitches, List.of()));
  }
}
