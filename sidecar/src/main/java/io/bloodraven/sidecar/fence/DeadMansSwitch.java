package io.bloodraven.sidecar.fence;

import io.bloodraven.sidecar.SidecarLog;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Closes the server when the sidecar no longer can: an event looks whether the server is open and
 * the deadline has passed. Nothing of this reaches the binary log or makes a GTID: the statements
 * are meant for connections with {@code sql_log_bin=0}. The deadline's table is no MEMORY table for
 * that reason: the first use of one after a restart is written to the binary log even so. That a
 * deadline outlives the server does no harm: it boots closed, and is opened with a new one.
 *
 * <p>The scheduler begins the event every second, and the first one stays and goes on looking twice
 * a second. Each is there for the other's weakness: the scheduler stands still while somebody holds
 * the backup lock, for it notes in the dictionary when it begins an event; and who stays may be
 * ended.
 *
 * <p>The deadline is a time of the server's own clock, written from how long is left: finer than
 * its {@code Uptime}, and like that it follows a stepped wall clock. So do the scheduler, which
 * plans by it, and who stays, whose sleep ends by it: after a step all are made anew.
 */
final class DeadMansSwitch {
  /** The event's own period and the time it takes: that much earlier the deadline is set. */
  static final long EARLIER_MILLIS = 1_200;

  /** The number changes with the text below: an older event of that name would stay as it is. */
  private static final String EVENT = "close_without_lease_2";

  /** A connection id, 0 for nobody. */
  private static final String WHO_STAYS = "COALESCE(IS_USED_LOCK('bloodraven." + EVENT + "'), 0)";

  private static final int NO_SUCH_THREAD = 1094;

  /** The event begins within a second, later on a busy machine. */
  private static final long EVENT_BEGINS = 3_000;

  private static final long CLOCK_STEP = 500;

  /** What the server's wall clock is ahead of the monotonic one. */
  private record Ahead(long least, long most) {
    boolean isApartFrom(Ahead other) {
      return least - other.most > CLOCK_STEP || other.least - most > CLOCK_STEP;
    }
  }

  private final LongSupplier monotonicMillis;
  private final SidecarLog log;
  private volatile boolean armed;
  private long plannedAt;
  private @Nullable Ahead ahead;

  /** For one server; all but {@link #isArmed} is for one thread. */
  DeadMansSwitch(LongSupplier monotonicMillis, SidecarLog log) {
    this.monotonicMillis = monotonicMillis;
    this.log = log;
  }

  /** Whether it closes the server when nobody else does. */
  boolean isArmed() {
    return armed;
  }

  /** The server is closed, and the switch has nothing to do. */
  void rest() {
    armed = false;
  }

  /**
   * Sets it up where it is not, and checks that it will run.
   *
   * @throws SQLException also when it would not: then the server must not be opened
   */
  void arm(Statement statement) throws SQLException {
    LockHolders.end(statement, log);
    create(statement);
    ahead = clock(statement);
    plan(statement);
    String query =
        "SELECT COUNT(*) FROM information_schema.EVENTS WHERE EVENT_SCHEMA = 'bloodraven'"
            + " AND EVENT_NAME = '%s' AND STATUS = 'ENABLED'".formatted(EVENT);
    if (number(statement, query) != 1) {
      throw new SQLException("the event bloodraven." + EVENT + " is not enabled");
    }
    armed = true;
  }

  private static void create(Statement statement) throws SQLException {
    statement.execute("CREATE SCHEMA IF NOT EXISTS bloodraven");
    statement.execute(
        "CREATE TABLE IF NOT EXISTS bloodraven.open_until"
            + " (id INT PRIMARY KEY, closes_at DATETIME(6) NOT NULL) ENGINE=InnoDB");
    // a start in the future of a clock that is set back would be waited for
    statement.execute(
        """
        CREATE EVENT IF NOT EXISTS bloodraven.%1$s
        ON SCHEDULE EVERY 1 SECOND STARTS '2000-01-01 00:00:00'
        ON COMPLETION PRESERVE DO
        BEGIN
          DECLARE stays INT DEFAULT COALESCE(GET_LOCK('bloodraven.%1$s', 0), 0);
          REPEAT
            IF @@GLOBAL.read_only = 0 AND NOT EXISTS
                (SELECT 1 FROM bloodraven.open_until WHERE closes_at > UTC_TIMESTAMP(6)) THEN
              SET GLOBAL offline_mode = ON;
              SET GLOBAL super_read_only = ON;
              SET GLOBAL offline_mode = OFF;
            END IF;
            DO IF(stays, SLEEP(0.5), 0);
          UNTIL NOT stays END REPEAT;
        END
        """
            .formatted(EVENT));
  }

  /** Has the scheduler plan by the clock as it is now, and begin the event within a second. */
  private void plan(Statement statement) throws SQLException {
    // at once, so that nobody who dies between the two leaves it off
    statement.execute("SET GLOBAL event_scheduler = OFF, GLOBAL event_scheduler = ON");
    long stayed = number(statement, "SELECT " + WHO_STAYS);
    if (stayed != 0) {
      try {
        statement.execute("KILL " + stayed);
      } catch (SQLException e) {
        if (e.getErrorCode() != NO_SUCH_THREAD) {
          throw e;
        }
      }
    }
    plannedAt = monotonicMillis.getAsLong();
  }

  /**
   * The server may stay open that long.
   *
   * @param leftMillis until the lease runs out
   */
  void extend(Statement statement, long leftMillis) throws SQLException {
    long micros = Math.max(0, leftMillis - EARLIER_MILLIS) * 1_000;
    statement.executeUpdate(
        "REPLACE INTO bloodraven.open_until VALUES"
            + " (1, UTC_TIMESTAMP(6) + INTERVAL %d MICROSECOND)".formatted(micros));
  }

  /**
   * Looks after it. Somebody may have switched the scheduler off, or ended who stays; or the
   * server's clock was stepped, which the lease need not have felt.
   */
  void check(Statement statement) throws SQLException {
    boolean whole = isWhole(statement);
    Ahead before = ahead;
    Ahead now = clock(statement);
    boolean stepped = before != null && now.isApartFrom(before);
    if (stepped || (!whole && monotonicMillis.getAsLong() - plannedAt > EVENT_BEGINS)) {
      armed = false;
      log.warn(
          "the event that closes the server without a lease is planned anew",
          "was_whole",
          whole,
          "clock_stepped",
          stepped);
      LockHolders.end(statement, log); // the backup lock would keep the scheduler from it
      plan(statement);
    } else if (whole) {
      armed = true;
    }
    ahead = now;
  }

  /** Whether the scheduler is there and somebody stays. */
  private static boolean isWhole(Statement statement) throws SQLException {
    long stays = number(statement, "SELECT " + WHO_STAYS);
    // any client may take a lock of that name
    String query =
        "SELECT COUNT(*) FROM performance_schema.threads WHERE NAME = 'thread/sql/event_scheduler'"
            + " OR (NAME = 'thread/sql/event_worker' AND PROCESSLIST_ID = %d)".formatted(stays);
    return number(statement, query) == 2;
  }

  private Ahead clock(Statement statement) throws SQLException {
    long asked = monotonicMillis.getAsLong();
    long clock = number(statement, "SELECT ROUND(UNIX_TIMESTAMP(NOW(6)) * 1000)");
    return new Ahead(clock - monotonicMillis.getAsLong(), clock - asked);
  }

  private static long number(Statement statement, String query) throws SQLException {
    try (ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }
}
