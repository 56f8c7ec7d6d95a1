package io.bloodraven.activities.mysql;

import io.bloodraven.api.mysql.ExplicitLocks;
import java.sql.SQLException;
import java.util.List;

/**
 * Locks of a standby's clients that hold its promotion up for as long as these like: {@link
 * ExplicitLocks}, and what the applier waits for.
 */
final class LocksInTheWay {
  private static final String CLIENTS =
      ExplicitLocks.HOLDERS
          + """
          UNION
          SELECT client.PROCESSLIST_ID
          FROM performance_schema.metadata_locks wanted
          JOIN performance_schema.threads applier ON applier.THREAD_ID = wanted.OWNER_THREAD_ID
          JOIN performance_schema.metadata_locks held
            ON held.OBJECT_TYPE = wanted.OBJECT_TYPE AND held.OBJECT_SCHEMA <=> wanted.OBJECT_SCHEMA
              AND held.OBJECT_NAME <=> wanted.OBJECT_NAME AND held.LOCK_STATUS = 'GRANTED'
          JOIN performance_schema.threads client ON client.THREAD_ID = held.OWNER_THREAD_ID
          WHERE wanted.LOCK_STATUS = 'PENDING' AND applier.NAME LIKE 'thread/sql/replica%'
            AND client.NAME = 'thread/sql/one_connection'
            AND client.PROCESSLIST_ID <> CONNECTION_ID()
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
