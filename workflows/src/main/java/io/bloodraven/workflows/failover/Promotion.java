package io.bloodraven.workflows.failover;

/**
 * An open site.
 *
 * @param gtidExecuted its set at the moment of opening
 */
public record Promotion(String gtidExecuted) {}
