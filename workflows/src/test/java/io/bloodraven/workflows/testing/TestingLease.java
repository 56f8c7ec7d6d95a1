package io.bloodraven.workflows.testing;

/** The Lease record. */
record TestingLease(String holder, long epoch) {}
