package io.bloodraven.api.mysql;

/**
 * Locks that clients hold until they say otherwise: a backup's on the whole server, a dump's on
 * tables. At a site that is closed they hurt nobody; they would keep it from becoming the primary,
 * and the primary's clients from writing, for as long as a backup takes.
 */
public final class ExplicitLocks {
  /**
   * Connection ids of the clients that hold one, the asking one left out. Two types of table locks
   * are of LOCK TABLES alone; their duration does not tell them from others (9.7.4).
   */
  public static final String HOLDERS =
      """
      SELECT DISTINCT client.PROCESSLIST_ID
      FROM performance_schema.metadata_locks held
      JOIN performance_schema.threads client ON client.THREAD_ID = held.OWNER_THREAD_ID
      WHERE held.LOCK_STATUS = 'GRANTED'
        AND (held.OBJECT_TYPE IN ('BACKUP LOCK', 'GLOBAL', 'COMMIT')
            AND held.LOCK_DURATION = 'EXPLICIT'
          OR held.OBJECT_TYPE = 'TABLE'
            AND held.LOCK_TYPE IN ('SHARED_READ_ONLY', 'SHARED_NO_READ_WRITE'))
        AND client.NAME = 'thread/sql/one_connection'
        AND client.PROCESSLIST_ID <> CONNECTION_ID()
      """;

  private ExplicitLocks() {}
}
