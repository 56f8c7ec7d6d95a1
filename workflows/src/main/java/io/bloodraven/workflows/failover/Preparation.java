package io.bloodraven.workflows.failover;

/**
 * A candidate that holds the Lease and has applied everything it received.
 *
 * @param gtidExecuted its set now
 * @param waitMillis how long its lease still forbids opening, as known at the claim
 */
public record Preparation(String gtidExecuted, long waitMillis) {}
