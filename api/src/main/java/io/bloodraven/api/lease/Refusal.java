package io.bloodraven.api.lease;

/** Why a sidecar refused a command. */
public enum Refusal {
  /** Nothing was refused. */
  NONE,
  /** The command names an epoch lower than one already seen. */
  STALE_EPOCH,
  /** It has not read the Lease since it started, so it does not know what it may promise. */
  LEASE_UNREAD,
  /** It is not in the electorate of the record it would replace. */
  NOT_IN_ELECTORATE,
  /** It holds the lease itself at this epoch or a higher one. */
  HOLDS_LEASE,
  /** Somebody else took the Lease meanwhile. */
  LEASE_TAKEN,
  /** The Kubernetes API did not answer. */
  API_UNAVAILABLE,
  /** The Kubernetes API answered that this sidecar may not write the Lease. */
  API_FORBIDDEN,
  /** Opening was asked for an epoch that is not the one held. */
  NOT_HOLDER,
  /** The mysqld beside it cannot be used now. */
  SERVER_UNAVAILABLE,
  /** The network guard is demanded and cannot be set. */
  GUARD_UNAVAILABLE,
  /** Fence-if-dead, and mysqld is not dead. */
  SERVER_ALIVE,
  /** The request is for another group or site. */
  WRONG_TARGET,
  /** Nobody reached the site; said by who asked, never by a sidecar. */
  UNREACHABLE
}
