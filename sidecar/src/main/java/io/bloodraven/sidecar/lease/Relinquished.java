package io.bloodraven.sidecar.lease;

/**
 * A tenure that is over.
 *
 * @param waitedUntil until when its own predecessor might have been open, {@link
 *     LeaseTimings#NEVER} when it had been opened: its acknowledgement is worth nothing before that
 */
record Relinquished(long epoch, long waitedUntil) {}
