package io.bloodraven.playground.simulation;

/** When an ambush is sprung: the moments at which a fault hurts most. */
enum Moment {
  /** A holder is about to send a change of the electorate. */
  ELECTORATE_SENT,
  /** It took effect; the answer is on its way. */
  ELECTORATE_WRITTEN,
  /** The Lease was taken at a new epoch; the answer is on its way. */
  TAKEN,
  /** A candidate knows that it has taken the Lease. */
  CLAIMED,
  /** A server was opened. */
  OPENED,
  /** A site acknowledged its fence. */
  FENCED
}
