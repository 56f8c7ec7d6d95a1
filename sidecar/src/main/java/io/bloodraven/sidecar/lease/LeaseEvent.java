package io.bloodraven.sidecar.lease;

import io.bloodraven.api.health.ServerState;
import io.bloodraven.api.lease.ClaimRequest;
import io.bloodraven.api.lease.FenceRequest;
import io.bloodraven.api.lease.OpenRequest;
import io.bloodraven.api.lease.Refusal;
import io.bloodraven.api.lease.VouchReply;
import io.bloodraven.api.lease.VouchRequest;

/**
 * Everything a {@link LeaseKeeper} can hear of. A ticket names a request that wants one {@link
 * LeaseAction.Answer}.
 */
public sealed interface LeaseEvent {
  /** {@code askedAt} of a record that a watch brought. */
  long WATCHED = LeaseTimings.NEVER;

  /**
   * Time went by; wanted ten times a second or more.
   *
   * @param wallMillis wall clock, only to notice that it was stepped or that the machine slept
   */
  record Tick(long wallMillis) implements LeaseEvent {}

  /**
   * The Lease as the API server gave it.
   *
   * @param askedAt own monotonic clock before it was asked, or {@link #WATCHED}
   */
  record LeaseRead(LeaseRecord lease, long askedAt) implements LeaseEvent {}

  /** There is no such Lease. */
  record LeaseMissing(long askedAt) implements LeaseEvent {}

  /** A {@link LeaseAction.WriteLease} took effect; the Lease is now this. */
  record LeaseWritten(long write, LeaseRecord lease) implements LeaseEvent {}

  /**
   * It was refused, and will never take effect: the Lease had changed.
   *
   * @param forbidden or this sidecar may not write it
   */
  record LeaseWriteRefused(long write, boolean forbidden) implements LeaseEvent {}

  /** Nobody knows whether it took effect or still will. */
  record LeaseWriteUnknown(long write) implements LeaseEvent {}

  /** A holder asks for a promise. */
  record VouchAsked(long ticket, VouchRequest request) implements LeaseEvent {}

  /** A peer answered a round of this holder. */
  record VouchAnswered(long round, String site, VouchReply reply) implements LeaseEvent {}

  /** The group workflow wants this site to take the Lease. */
  record ClaimAsked(long ticket, ClaimRequest request) implements LeaseEvent {}

  /** The group workflow wants this site to open. */
  record OpenAsked(long ticket, OpenRequest request) implements LeaseEvent {}

  /** Somebody wants this site closed. */
  record FenceAsked(long ticket, FenceRequest request) implements LeaseEvent {}

  /**
   * The sidecar is about to end: close, and open no more. The lease is kept. Answered by a {@link
   * Stopped} once the server is closed.
   */
  record StopAsked(long ticket) implements LeaseEvent {}

  /** Answer to {@link StopAsked}. */
  record Stopped() {}

  /**
   * The mysqld beside this sidecar was looked at.
   *
   * @param writable whether it takes writes from clients; only meaningful when it answered
   * @param order last order for the gate that was carried out before the look began
   * @param gtidExecuted empty when it did not answer
   * @param replicating whether its receiver and applier run
   */
  record ServerSeen(
      ServerState state, boolean writable, long order, String gtidExecuted, boolean replicating)
      implements LeaseEvent {}

  /** An {@link LeaseAction.Open} was carried out and confirmed by a write. */
  record Opened(long order, String gtidExecuted) implements LeaseEvent {}

  /** It was not, for that reason; the server may be in any state. */
  record OpenFailed(long order, Refusal reason) implements LeaseEvent {}

  /** A {@link LeaseAction.Close} was carried out and read back, or mysqld was killed. */
  record Closed(long order, String gtidExecuted) implements LeaseEvent {}
}
