/**
 * The write lease as a pure state machine: events in, actions out; no threads, no clock, no I/O.
 * {@link io.bloodraven.sidecar.lease.LeaseKeeper} is the door, the rest are its parts.
 */
@NullMarked
package io.bloodraven.sidecar.lease;

import org.jspecify.annotations.NullMarked;
