package io.bloodraven.workflows.failover;

/**
 * Where a failover stands.
 *
 * @param waitingFor what a person has to decide, empty while it goes on by itself
 */
public record FailoverProgress(String phase, String candidate, String waitingFor) {}
