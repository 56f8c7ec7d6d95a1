package io.bloodraven.activities.mysql;

import io.bloodraven.activities.kubernetes.Login;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * The default replication channel of a server as it is now.
 *
 * @param source where the receiver fetches from
 * @param receiver {@code ON}, {@code CONNECTING} or {@code OFF}
 * @param receiverErrorNumber 0 when the receiver has no error
 * @param applierRunning whether the coordinator runs
 * @param applierErrorNumber 0 when neither coordinator nor a worker has an error
 */
public record ReplicationChannel(
    MysqlAddress source,
    String receiver,
    int receiverErrorNumber,
    String receiverError,
    boolean applierRunning,
    int applierErrorNumber,
    String applierError) {

  private static final int LONGEST_PASSWORD = 32;
  private static final Duration KILL_LIMIT = Duration.ofSeconds(3);
  private static final Duration KILL_PAUSE = Duration.ofMillis(2);

  private static final String QUERY =
      """
      SELECT configuration.HOST, configuration.PORT,
             connection.SERVICE_STATE, connection.LAST_ERROR_NUMBER, connection.LAST_ERROR_MESSAGE,
             applier.SERVICE_STATE, failed.LAST_ERROR_NUMBER, failed.LAST_ERROR_MESSAGE
      FROM performance_schema.replication_connection_configuration configuration
      JOIN performance_schema.replication_connection_status connection USING (CHANNEL_NAME)
      JOIN performance_schema.replication_applier_status applier USING (CHANNEL_NAME)
      LEFT JOIN (
        SELECT CHANNEL_NAME, LAST_ERROR_NUMBER, LAST_ERROR_MESSAGE
        FROM performance_schema.replication_applier_status_by_worker WHERE LAST_ERROR_NUMBER <> 0
        UNION ALL
        SELECT CHANNEL_NAME, LAST_ERROR_NUMBER, LAST_ERROR_MESSAGE
        FROM performance_schema.replication_applier_status_by_coordinator
        WHERE LAST_ERROR_NUMBER <> 0
      ) failed USING (CHANNEL_NAME)
      WHERE CHANNEL_NAME = ''
      """;

  /** A source that has nothing to send sends a heartbeat each second, see {@link #follow}. */
  private static final String HEARD =
      """
      SELECT COUNT(*) FROM performance_schema.replication_connection_status
      WHERE CHANNEL_NAME = '' AND SERVICE_STATE = 'ON'
        AND GREATEST(LAST_HEARTBEAT_TIMESTAMP, LAST_QUEUED_TRANSACTION_END_QUEUE_TIMESTAMP)
            > NOW(6) - INTERVAL 2 SECOND
      """;

  /** Whether the receiver has a source that sent something within the last two seconds. */
  public static boolean hearsSource(MysqlSession session) throws SQLException {
    return session.value(HEARD).equals("1");
  }

  /** The channel, if the server has one. */
  public static Optional<ReplicationChannel> read(MysqlSession session) throws SQLException {
    return session.first(
        QUERY,
        row ->
            new ReplicationChannel(
                new MysqlAddress(MysqlSession.text(row, 1), row.getInt(2)),
                MysqlSession.text(row, 3),
                row.getInt(4),
                MysqlSession.text(row, 5),
                "ON".equals(row.getString(6)),
                row.getInt(7),
                MysqlSession.text(row, 8)));
  }

  /** Whether it fetches from {@code wanted}, connected, and applies. */
  public boolean replicatesFrom(MysqlAddress wanted) {
    return source.equals(wanted) && receiver.equals("ON") && applierRunning;
  }

  /** Whether neither receiver nor applier runs. */
  public boolean isStopped() {
    return receiver.equals("OFF") && !applierRunning;
  }

  /**
   * Stops the receiver unless it is stopped; one that is connecting is not stopped and would resume
   * against the old primary when that comes back. Takes 2 s or more while it tries to connect to a
   * source that does not answer.
   */
  public void stopReceiver(MysqlSession session) throws SQLException {
    if (!receiver.equals("OFF")) {
      session.execute("STOP REPLICA IO_THREAD");
    }
  }

  /** Starts the applier alone. */
  public static void startApplier(MysqlSession session) throws SQLException {
    session.execute("START REPLICA SQL_THREAD");
  }

  /**
   * Stops everything. To be called when all that was received is executed: an applier that waits
   * for the rest of a half-received transaction would hold up STOP REPLICA for a minute, so it is
   * killed before, and gone before: one that notices both at once waits all the same.
   */
  public static void stop(MysqlSession session) throws SQLException {
    String applier = applierThread(session);
    if (!applier.isEmpty()) {
      session.kill(applier);
      long end = System.nanoTime() + KILL_LIMIT.toNanos();
      while (applierThread(session).equals(applier)) {
        if (System.nanoTime() - end > 0) {
          throw new SQLException("the applier has been killed and still runs");
        }
        LockSupport.parkNanos(KILL_PAUSE.toNanos());
      }
    }
    session.execute("STOP REPLICA");
  }

  /** Connection id of the coordinator, empty when it does not run. */
  private static String applierThread(MysqlSession session) throws SQLException {
    return session.value(
        "SELECT PROCESSLIST_ID FROM performance_schema.threads"
            + " WHERE NAME = 'thread/sql/replica_sql'");
  }

  /** Forgets the channel and its relay log, which must be drained. */
  public static void forget(MysqlSession session) throws SQLException {
    session.execute("RESET REPLICA ALL");
  }

  /**
   * Makes a stopped, drained server follow {@code source}. A silent source is noticed within 8 s
   * and looked for every second, without an end.
   *
   * @throws SQLException also for a password that is too long for MySQL's replication
   */
  public static void follow(MysqlSession session, MysqlAddress source, Login login)
      throws SQLException {
    if (login.password().length() > LONGEST_PASSWORD) {
      // the server would say so too, and quote it
      throw new SQLException(
          "the password of "
              + login.user()
              + " has more than the "
              + LONGEST_PASSWORD
              + " characters that replication takes: choose a shorter one");
    }
    session.execute(
        """
        CHANGE REPLICATION SOURCE TO SOURCE_HOST = ?, SOURCE_PORT = ?, SOURCE_USER = ?,
          SOURCE_PASSWORD = ?, SOURCE_AUTO_POSITION = 1, GET_SOURCE_PUBLIC_KEY = 1,
          SOURCE_HEARTBEAT_PERIOD = 1, SOURCE_CONNECT_RETRY = 1, SOURCE_RETRY_COUNT = 0
        """,
        source.host(),
        source.port(),
        login.user(),
        login.password());
  }

  /** Starts receiver and applier. */
  public static void start(MysqlSession session) throws SQLException {
    session.execute("START REPLICA");
  }
}
