package io.bloodraven.sidecar.mysql;

import java.sql.SQLException;
import java.sql.Statement;

/**
 * One row in InnoDB that an open server writes again and again: the proof that it can. The
 * statements are meant for connections with {@code sql_log_bin=0}.
 */
public final class HeartbeatTable {
  private HeartbeatTable() {}

  /** Makes the table where it is not. */
  public static void create(Statement statement) throws SQLException {
    statement.execute("CREATE SCHEMA IF NOT EXISTS bloodraven");
    statement.execute(
        "CREATE TABLE IF NOT EXISTS bloodraven.heartbeat"
            + " (id INT PRIMARY KEY, beaten_at DATETIME(6) NOT NULL) ENGINE=InnoDB");
  }

  /** Writes the row; returns when it is committed. */
  public static void write(Statement statement) throws SQLException {
    statement.executeUpdate("REPLACE INTO bloodraven.heartbeat VALUES (1, UTC_TIMESTAMP(6))");
  }
}
