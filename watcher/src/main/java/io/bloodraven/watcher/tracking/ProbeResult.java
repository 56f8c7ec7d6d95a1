package io.bloodraven.watcher.tracking;

/** What came of one probe of a MySQL server. */
public enum ProbeResult {
  /** The server answered. */
  UP,
  /** No answer within the bound. */
  DOWN,
  /** Nothing can be said: the probe is not configured, or was not let in. */
  UNKNOWN
}
