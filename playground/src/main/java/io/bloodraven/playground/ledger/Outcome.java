package io.bloodraven.playground.ledger;

/** What a client knows of a write after it has tried it. */
public enum Outcome {
  /** The server said that it is committed. */
  ACKED,
  /** It certainly did not happen: it was refused before it began, or was never sent. */
  FAILED,
  /** It was sent and no clear answer came: it may have happened. */
  UNKNOWN
}
