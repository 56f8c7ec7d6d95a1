package io.bloodraven.api.lease;

/**
 * What became of the wish to open.
 *
 * @param open whether the site is open for writes now, confirmed by a real write
 * @param waitMillis how long until it may open, 0 when it is open or refused
 * @param gtidExecuted the server's set at the moment of opening, empty when it is not open
 */
public record OpenReply(
    boolean open, Refusal refusal, long highestEpoch, long waitMillis, String gtidExecuted) {}
