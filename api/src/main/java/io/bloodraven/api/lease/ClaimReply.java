package io.bloodraven.api.lease;

/**
 * What became of a claim.
 *
 * @param taken whether the Lease is now held at the claimed epoch
 * @param highestEpoch highest epoch the sidecar has seen
 * @param waitMillis how long until it may open, as far as is known now
 */
public record ClaimReply(boolean taken, Refusal refusal, long highestEpoch, long waitMillis) {}
