package io.bloodraven.api.lease;

/**
 * A promise, or its refusal.
 *
 * @param highestEpoch highest epoch the peer has seen
 */
public record VouchReply(boolean granted, Refusal refusal, long highestEpoch) {}
