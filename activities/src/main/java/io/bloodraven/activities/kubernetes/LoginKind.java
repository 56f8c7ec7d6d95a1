package io.bloodraven.activities.kubernetes;

/** The least-privilege users of a group beside the operator. */
public enum LoginKind {
  /** Reads and writes the application's data. */
  APP,
  /** Reads the application's data. */
  READ_ONLY,
  /** Reads the server's state. */
  MONITOR,
  /** Takes backups. */
  BACKUP
}
