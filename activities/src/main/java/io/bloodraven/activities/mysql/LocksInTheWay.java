package io.bloodraven.activities.mysql;

import java.sql.SQLException;
import java.util.List;

/**
 * Locks that clients of a standby hold: a backup's on the whole server, a dump's on tables, those
 * of transactions that the applier waits for. They would hold a promotion up for as long as their
 * clients like, and after it the writes.
 */
final class LocksInTheWay {
  /** User level locks are what applications make of them; nothing here waits for one. */
  private static final String CLIENTS =
      """
      SELECT DISTINCT client.PROCESSLIST_ID
      FROM performance_schema.metadata_locks held
      JOIN performance_schema.threads client ON client.THREAD_ID = held.OWNER_THREAD_ID
      WHERE held.LOCK_STATUS = 'GRANTED' AND client.NAME = 'thread/sql/one_connection'
        AND client.PROCESSLIST_ID <> CONNECTION_ID()
        AND (
          held.LOCK_DURATION = 'EXPLICIT'
            AND held.OBJECT_TYPE NOT IN ('USER LEVEL LOCK', 'LOCKING SERVICE')
          OR EXISTS (
            SELECT 1 FROM performance_schema.metadata_locks wanted
            JOIN performance_schema.threads applier ON applier.THREAD_ID = wanted.OWNER_THREAD_ID
            WHERE wanted.LOCK_STATUS = 'PENDING' AND applier.NAME LIKE 'thread/sql/replica%'
              AND wanted.OBJECT_TYPE = held.OBJECT_TYPE
              AND wanted.OBJECT_SCHEMA <=> held.OBJECT_SCHEMA
              AND wanted.OBJECT_NAME <=> held.OBJECT_NAME))
      UNION
      SELECT client.PROCESSLIST_ID
      FROM performance_schema.data_lock_waits wait
      JOIN performance_schema.threads applier ON applier.THREAD_ID = wait.REQUESTING_THREAD_ID
      JOIN performance_schema.threads client ON client.THREAD_ID = wait.BLOCKING_THREAD_ID
      WHERE applier.NAME LIKE 'thread/sql/replica%' AND client.NAME = 'thread/sql/one_connection'
      """;

  private LocksInTheWay() {}

  /**
   * Ends the clients that hold such locks now.
   *
   * @return how many
   */
  static int end(MysqlSession session) throws SQLException {
    List<String> clients = session.all(CLIENTS, row -> MysqlSession.text(row, 1));
    for (String client : clients) {
      session.kill(client);
    }
    return clients.size();
  }
}
