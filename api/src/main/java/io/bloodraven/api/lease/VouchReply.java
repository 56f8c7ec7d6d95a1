package io.bloodraven.api.lease;

/**
 * A promise, or its refusal.
 *
 * @param highestEpoch highest epoch the peer has seen
 * @param replicating whether the peer's receiver and applier run: a peer that was dropped from the
 *     electorate is taken back only when they do
 */
public record VouchReply(
    boolean granted, Refusal refusal, long highestEpoch, boolean replicating) {}
