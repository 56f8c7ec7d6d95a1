package io.bloodraven.sidecar.fence;

import io.bloodraven.sidecar.SidecarLog;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Locks that clients hold until they say otherwise: a backup's on the whole server, a dump's on
 * tables. At a site that is closed they hurt nobody; they would keep the server from being opened,
 * and its clients from writing, for as long as a backup takes.
 */
final class ExplicitLocks {
  /** Two types of table locks are of LOCK TABLES alone. */
  private static final String CLIENTS =
      "SELECT DISTINCT PROCESSLIST_ID FROM performance_schema.metadata_locks"
          + " JOIN performance_schema.threads ON THREAD_ID = OWNER_THREAD_ID"
          + " WHERE LOCK_STATUS = 'GRANTED'"
          + " AND (OBJECT_TYPE IN ('BACKUP LOCK', 'GLOBAL', 'COMMIT') AND LOCK_DURATION = 'EXPLICIT'"
          + " OR OBJECT_TYPE = 'TABLE' AND LOCK_TYPE IN ('SHARED_READ_ONLY', 'SHARED_NO_READ_WRITE'))"
          + " AND NAME = 'thread/sql/one_connection' AND PROCESSLIST_ID <> CONNECTION_ID()";

  private ExplicitLocks() {}

  /** Ends the clients that hold such locks. */
  static void end(Statement statement, SidecarLog log) throws SQLException {
    List<Long> clients = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery(CLIENTS)) {
      while (rows.next()) {
        clients.add(rows.getLong(1));
      }
    }
    for (long client : clients) {
      log.info("ended a client whose lock was in the way", "connection", client);
      Closing.kill(statement, client);
    }
  }
}
