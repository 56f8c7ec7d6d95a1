package io.bloodraven.api.lease;

import io.bloodraven.api.health.ServerState;
import org.jspecify.annotations.Nullable;

/**
 * What became of a fence.
 *
 * @param fenced whether the site is closed now (proven by reading back, or by the death of mysqld)
 * @param highestEpoch highest epoch the sidecar has seen
 * @param proof present when the site held the Lease
 * @param gtidExecuted what the server has executed
 * @param exact whether that is all: asked of the closed server, or read from a dead one's binary
 *     log. Otherwise it is what was seen last, and there may be more. Earlier versions do not say
 *     it, which counts as no.
 */
public record FenceReply(
    boolean fenced,
    Refusal refusal,
    long highestEpoch,
    @Nullable FenceProof proof,
    ServerState server,
    String gtidExecuted,
    boolean exact) {}
