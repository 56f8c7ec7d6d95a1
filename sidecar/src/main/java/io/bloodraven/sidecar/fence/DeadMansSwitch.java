package io.bloodraven.sidecar.fence;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Closes the server when the sidecar no longer can: an event looks every second whether the server
 * is open and the deadline has passed. The deadline lives in a MEMORY table, so a restarted server
 * has none. Nothing of this reaches the binary log or makes a GTID: the statements are meant for
 * connections with {@code sql_log_bin=0}.
 *
 * <p>The deadline is a time of the server's own clock, written from how long is left: finer than
 * its {@code Uptime}, and like that it follows a stepped wall clock, after which it is written
 * again.
 */
final class DeadMansSwitch {
  /** The event's own period and the time it takes: that much earlier the deadline is set. */
  static final long EARLIER_MILLIS = 1_200;

  /** The number changes with the text below: an older event of that name would stay as it is. */
  private static final String EVENT = "close_without_lease_1";

  private DeadMansSwitch() {}

  /**
   * Sets it up where it is not, and checks that it will run.
   *
   * @throws SQLException also when it would not: then the server must not be opened
   */
  static void arm(Statement statement) throws SQLException {
    statement.execute("CREATE SCHEMA IF NOT EXISTS bloodraven");
    statement.execute(
        "CREATE TABLE IF NOT EXISTS bloodraven.lease_deadline"
            + " (id INT PRIMARY KEY, closes_at DATETIME(6) NOT NULL) ENGINE=MEMORY");
    statement.execute(
        """
        CREATE EVENT IF NOT EXISTS bloodraven.%s ON SCHEDULE EVERY 1 SECOND
        ON COMPLETION PRESERVE DO
        IF @@GLOBAL.read_only = 0 AND NOT EXISTS
            (SELECT 1 FROM bloodraven.lease_deadline WHERE closes_at > UTC_TIMESTAMP(6)) THEN
          SET GLOBAL offline_mode = ON;
          SET GLOBAL super_read_only = ON;
          SET GLOBAL offline_mode = OFF;
        END IF
        """
            .formatted(EVENT));
    statement.execute("SET GLOBAL event_scheduler = ON");
    String query =
        "SELECT COUNT(*) FROM information_schema.EVENTS WHERE EVENT_SCHEMA = 'bloodraven'"
            + " AND EVENT_NAME = '%s' AND STATUS = 'ENABLED'".formatted(EVENT);
    try (ResultSet row = statement.executeQuery(query)) {
      row.next();
      if (row.getInt(1) != 1) {
        throw new SQLException("the event bloodraven." + EVENT + " is not enabled");
      }
    }
  }

  /**
   * The server may stay open that long.
   *
   * @param leftMillis until the lease runs out
   */
  static void extend(Statement statement, long leftMillis) throws SQLException {
    long micros = Math.max(0, leftMillis - EARLIER_MILLIS) * 1_000;
    statement.executeUpdate(
        "REPLACE INTO bloodraven.lease_deadline VALUES"
            + " (1, UTC_TIMESTAMP(6) + INTERVAL %d MICROSECOND)".formatted(micros));
  }
}
