package io.bloodraven.api.lease;

import io.bloodraven.api.health.ServerState;
import org.jspecify.annotations.Nullable;

/**
 * What became of a fence.
 *
 * @param fenced whether the site is closed now (proven by reading back, or by the death of mysqld)
 * @param highestEpoch highest epoch the sidecar has seen
 * @param proof present when the site held the Lease
 * @param gtidExecuted exact when the server answered, else the last known set
 */
public record FenceReply(
    boolean fenced,
    Refusal refusal,
    long highestEpoch,
    @Nullable FenceProof proof,
    ServerState server,
    String gtidExecuted) {}
