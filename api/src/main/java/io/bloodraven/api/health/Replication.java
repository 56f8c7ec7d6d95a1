package io.bloodraven.api.health;

/**
 * The default replication channel of a server.
 *
 * @param sourceHost where it fetches from
 * @param receiver ON, CONNECTING or OFF
 * @param applierRunning whether the SQL thread runs
 * @param receiverError last error of the receiver, empty when none
 * @param applierError last error of the applier, empty when none
 * @param secondsBehindSource MySQL's own figure, -1 when it knows none
 * @param dataAgeSeconds how old its data may be: MySQL's figure, and where it knows none the last
 *     one and the time since; -1 when none was known since the sidecar started or the channel was
 *     made
 */
public record Replication(
    String sourceHost,
    String receiver,
    boolean applierRunning,
    String receiverError,
    String applierError,
    long secondsBehindSource,
    long dataAgeSeconds) {}
