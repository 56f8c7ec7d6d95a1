package io.bloodraven.playground.simulation;

/** What is counted: a schedule in which nothing of this happens proves nothing. */
enum Happening {
  CLAIMED,
  OPENED,
  REOPENED,
  PROOF,
  SIDECAR_RESTARTED,
  POD_REPLACED,
  VOLUME_LOST,
  POD_ABANDONED,
  FROZEN,
  SERVER_KILLED,
  LEASE_DELETED,
  LEASE_RESTORED,
  ELECTORATE_CHANGED,
  ELECTORATE_ANSWER_LOST,
  SPRUNG,
  RELAYED,
  FAILED_OVER,
  ADOPTED,
  CONVERGED
}
