package io.bloodraven.activities.mysql;

import io.bloodraven.activities.attempt.Attempt;
import io.bloodraven.activities.kubernetes.Login;
import io.bloodraven.api.group.GroupRef;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * CLONE INSTANCE at one site: replaces its data by a donor's and restarts it. The statement keeps
 * its connection busy to the end, so progress is read in sessions of its own; an attempt that finds
 * a clone running waits for that one.
 */
public final class CloneInstance {
  private static final int READ_ONLY = 1290;
  private static final Duration LOOK_LIMIT = Duration.ofSeconds(2);

  /** A server that knows of no running clone for so long will not hear of this one any more. */
  private static final Duration LOST_AFTER = Duration.ofSeconds(10);

  private static final Duration PAUSE = Duration.ofMillis(250);

  private final OperatorSessions sessions;
  private final GroupRef group;
  private final String site;
  private final Duration lostAfter;
  private @Nullable FutureTask<Boolean> statement;

  /** At the (empty) server of {@code site}. */
  public CloneInstance(OperatorSessions sessions, GroupRef group, String site) {
    this(sessions, group, site, LOST_AFTER);
  }

  /** {@link #LOST_AFTER} is to be {@code lostAfter}. */
  CloneInstance(OperatorSessions sessions, GroupRef group, String site, Duration lostAfter) {
    this.sessions = sessions;
    this.group = group;
    this.site = site;
    this.lostAfter = lostAfter;
  }

  /** State and error of the clone that the server has run last, or runs. */
  private record Status(String state, int errorNumber, String error, String progress) {
    /**
     * A clone that a crash has cut off stays "In Progress" for good, with error 1317 (seen with
     * 9.7).
     */
    boolean isRunning() {
      return state.equals("In Progress") && errorNumber == 0;
    }
  }

  /** Whether a clone runs there now. */
  public boolean isRunning() throws SQLException {
    return status().isRunning();
  }

  /** Starts a clone of {@code donor}; {@code login} is an account there. */
  public void start(MysqlAddress donor, Login login, Attempt attempt) {
    Duration limit = attempt.remaining();
    FutureTask<Boolean> cloning =
        new FutureTask<>(() ->
            sessions.call(
                group,
                site,
                limit,
                session -> {
                  run(session, donor, login);
                  return true;
                }));
    Thread.startVirtualThread(cloning);
    statement = cloning;
  }

  private static void run(MysqlSession session, MysqlAddress donor, Login login)
      throws SQLException {
    session.execute("SET GLOBAL clone_valid_donor_list = ?", donor.toString());
    try {
      cloneFrom(session, donor, login);
    } catch (SQLException e) {
      if (e.getErrorCode() != READ_ONLY) {
        throw e;
      }
      // schemas are there, which it has to drop; read_only stays ON, so clients stay out
      session.execute("SET GLOBAL super_read_only = OFF");
      try {
        cloneFrom(session, donor, login);
      } catch (SQLException failed) {
        closeAgain(session, failed);
        throw failed;
      }
    }
  }

  private static void closeAgain(MysqlSession session, SQLException failed) {
    try {
      session.execute("SET GLOBAL super_read_only = ON");
    } catch (SQLException e) {
      // the usual case: the server has restarted, and boots closed
      failed.addSuppressed(e);
    }
  }

  private static void cloneFrom(MysqlSession session, MysqlAddress donor, Login login)
      throws SQLException {
    session.execute(
        "CLONE INSTANCE FROM ?@?:"
            + donor.port()
            + " IDENTIFIED BY ?"
            + (donor.isLoopback() ? "" : " REQUIRE SSL"),
        login.user(),
        donor.host(),
        login.password());
  }

  /**
   * Waits until the server is back with the donor's data.
   *
   * @throws SQLException when the clone failed or was cut off, or time is over
   */
  public void await(Attempt attempt) throws SQLException {
    long idleSince = System.nanoTime();
    while (true) {
      boolean ended = hasEnded();
      Optional<Status> status = statusIfUp();
      if (status.isEmpty() || status.get().isRunning()) {
        idleSince = System.nanoTime();
      } else if (ended || System.nanoTime() - idleSince > lostAfter.toNanos()) {
        giveUpStatement();
        requireCompleted(status.get());
        return;
      }
      String progress = status.map(Status::progress).orElse("restarting, or busy");
      if (attempt.remaining().isZero()) {
        throw new SQLException("time is over with the clone at: " + progress);
      }
      attempt.progress(progress);
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private static void requireCompleted(Status status) throws SQLException {
    if (!status.state.equals("Completed")) {
      throw new SQLException(
          status.state.isEmpty()
              ? "CLONE was cut off: the server does not know of any"
              : "CLONE was %s: error %d %s"
                  .formatted(status.state, status.errorNumber, status.error));
    }
  }

  /** Its connection may be dead without knowing it. */
  private void giveUpStatement() {
    if (statement != null) {
      statement.cancel(true);
    }
  }

  /**
   * Whether the statement of this attempt, if it sent one, is over; not yet whether all is well.
   */
  private boolean hasEnded() throws SQLException {
    if (statement == null) {
      return true;
    }
    if (!statement.isDone()) {
      return false;
    }
    try {
      return statement.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SQLException failed && !isConnectionLoss(failed)) {
        throw failed;
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted while cloning", e);
    }
  }

  /** The server restarts at the end of a clone. */
  private static boolean isConnectionLoss(SQLException e) {
    return e.getSQLState() != null && e.getSQLState().startsWith("08");
  }

  private Optional<Status> statusIfUp() {
    try {
      return Optional.of(status());
    } catch (SQLException restarting) {
      return Optional.empty();
    }
  }

  private Status status() throws SQLException {
    return sessions.call(
        group,
        site,
        LOOK_LIMIT,
        session ->
            session
                .first(
                    """
                    SELECT STATE, ERROR_NO, ERROR_MESSAGE,
                           COALESCE((SELECT CONCAT(STAGE, ' ', DATA, ' of ', ESTIMATE, ' bytes')
                                     FROM performance_schema.clone_progress
                                     WHERE STATE = 'In Progress' LIMIT 1), STATE)
                    FROM performance_schema.clone_status
                    """,
                    row ->
                        new Status(
                            MysqlSession.text(row, 1),
                            row.getInt(2),
                            MysqlSession.text(row, 3),
                            MysqlSession.text(row, 4)))
                .orElse(new Status("", 0, "", "starting")));
  }
}
