package io.bloodraven.sidecar.lease;

/**
 * A write to the Lease that was sent and not answered.
 *
 * @param sentAt before it was sent: what it gives is counted from there
 * @param epoch the sender's epoch
 * @param extendsLease whether success lets the holder stay open
 */
record PendingWrite(long id, long sentAt, long epoch, boolean extendsLease) {}
