package io.bloodraven.workflows.group;

import java.time.Instant;

/**
 * One entry of the group's history.
 *
 * @param writableAfterMillis from the start of the failover to the confirmed write
 * @param knownLoss GTIDs known to be lost, empty when none is known
 */
public record FailoverRecord(
    long epoch,
    String from,
    String to,
    String cause,
    Instant started,
    long writableAfterMillis,
    String knownLoss) {}
