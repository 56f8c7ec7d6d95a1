package io.bloodraven.api.health;

/** What one vantage point makes of one site. */
public enum Verdict {
  /** Its sidecar says: open for writes. */
  WRITABLE,
  /** Its sidecar says: up and closed. */
  CLOSED,
  /** Its sidecar says: mysqld is coming up. */
  STARTING,
  /** Its sidecar says: mysqld lives but takes no write, or does not answer. */
  STALLED,
  /** Its sidecar says: mysqld is dead. */
  DEAD,
  /**
   * Nobody heard it for the threshold: not this vantage point, no peer that this vantage point
   * hears has vouched for it, and its Lease was not renewed.
   */
  SILENT,
  /** Not heard, and there is no proof of silence either (nobody to ask, or not for long enough). */
  UNKNOWN
}
