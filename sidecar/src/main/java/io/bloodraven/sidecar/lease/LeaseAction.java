package io.bloodraven.sidecar.lease;

import io.bloodraven.api.lease.VouchRequest;
import java.util.Set;

/**
 * Everything a {@link LeaseKeeper} can want done. Actions are carried out in the order they are
 * given; when {@link Persist} fails, nothing after it may be done.
 */
public sealed interface LeaseAction {
  /**
   * Close the server for writes and prove it, by killing it if need be. An Open that was given
   * before must not be carried out any more. Answer: Closed.
   */
  record Close(long order, String reason) implements LeaseAction {}

  /** Put this on disk, synced, before anything that follows. */
  record Persist(StoredState state) implements LeaseAction {}

  /** Read the Lease; answered by LeaseRead or LeaseMissing, or not at all. */
  record ReadLease() implements LeaseAction {}

  /**
   * Write the Lease, only if it is still of {@code lease.version()}; create it when that is empty.
   */
  record WriteLease(long write, LeaseRecord lease) implements LeaseAction {}

  /** Ask these sites for a promise, each with a deadline of its own. */
  record AskVouch(long round, Set<String> sites, VouchRequest request) implements LeaseAction {
    public AskVouch {
      sites = Set.copyOf(sites);
    }
  }

  /**
   * Open the server for writes, unless it is later than {@code openUntil}. Answer: Opened or
   * OpenFailed.
   */
  record Open(long order, long epoch, long openUntil) implements LeaseAction {}

  /** An open server may stay open until then: move the dead-man's switches. */
  record Extend(long openUntil) implements LeaseAction {}

  /** The reply to a request: a record of {@code api.lease}. */
  record Answer(long ticket, Record reply) implements LeaseAction {}
}
