package io.bloodraven.playground.nemesis;

import java.time.Instant;

/**
 * A moment that a failover has reached.
 *
 * @param at by the server's clock, which is the machine's
 * @param workflowId whose history shows it
 * @param activityId the step's activity
 * @param worker who did it, or, of a step that has just begun, who had it begun; maybe empty
 */
record Reached(Moment moment, Instant at, String workflowId, String activityId, String worker) {}
