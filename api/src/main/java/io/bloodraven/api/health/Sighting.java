package io.bloodraven.api.health;

import org.jspecify.annotations.Nullable;

/**
 * One site as one vantage point sees it. When the site is not heard, everything but the verdict is
 * the last that was heard, or empty.
 *
 * @param holdingEpoch epoch at which the site holds the Lease, 0 when it does not
 * @param probeUp whether the vantage point's own MySQL probe got an answer lately
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
    boolean probeUp) {}
