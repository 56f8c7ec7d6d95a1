package io.bloodraven.api.health;

/** The mysqld beside a sidecar, as that sidecar sees it. */
public enum ServerState {
  /** The process lives and does not answer queries yet. */
  STARTING,
  /** Answers queries and, where it is open, takes writes. */
  UP,
  /**
   * The process lives and was up, but has not answered, or being open has taken no write, for long.
   */
  STALLED,
  /** There is no mysqld process: proven, not guessed. */
  DEAD
}
