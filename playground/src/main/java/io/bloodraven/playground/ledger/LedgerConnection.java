package io.bloodraven.playground.ledger;

import io.bloodraven.playground.mysql.Failure;
import io.bloodraven.playground.mysql.Login;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One client of one target: writes small rows one after another, each with an id of its own, and
 * hands every attempt to the ledger. It connects anew after every error on a Service, for another
 * server may be behind it by then; to a site it keeps a connection on which a write was only
 * refused.
 */
final class LedgerConnection implements Runnable {
  private final Target target;
  private final Manner manner;
  private final Login login;
  private final LongSupplier ids;
  private final LedgerClock clock;
  private final Consumer<Attempt> ledger;
  private volatile @Nullable Connection current;

  LedgerConnection(
      Target target,
      Manner manner,
      Login login,
      LongSupplier ids,
      LedgerClock clock,
      Consumer<Attempt> ledger) {
    this.target = target;
    this.manner = manner;
    this.login = login;
    this.ids = ids;
    this.clock = clock;
    this.ledger = ledger;
  }

  /** Writes until the thread is interrupted. */
  @Override
  public void run() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        writeOverOneConnection();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void writeOverOneConnection() throws InterruptedException {
    long start = clock.nanos();
    try (Connection connection = target.endpoint().connect(login, manner.answerTimeoutMillis);
        PreparedStatement insert = connection.prepareStatement(manner.insert)) {
      current = connection;
      String server = serverUuid(connection);
      boolean usable = true;
      while (usable) {
        usable = write(insert, server);
        Thread.sleep(manner.pause);
      }
    } catch (SQLException e) {
      // Only connecting, asking and closing end here: nothing was written.
      record("", Outcome.FAILED, ids.getAsLong(), start, Failure.code(e));
      Thread.sleep(manner.pause);
    }
  }

  /** One attempt; false when the connection is of no use any more. */
  private boolean write(PreparedStatement insert, String server) {
    long id = ids.getAsLong();
    long start = clock.nanos();
    try {
      insert.setLong(1, id);
      insert.setString(2, target.name());
      insert.executeUpdate();
      record(server, Outcome.ACKED, id, start, "");
      return true;
    } catch (SQLException e) {
      boolean refused = Failure.isRefusal(e);
      Outcome outcome = refused ? Outcome.FAILED : Outcome.UNKNOWN;
      record(server, outcome, id, start, Failure.code(e));
      return refused && !target.name().equals(Target.SERVICE);
    }
  }

  /** Ends the wait for an answer that may never come; the thread must be interrupted before. */
  void abort() {
    Connection connection = current;
    if (connection != null) {
      try {
        connection.abort(Runnable::run);
      } catch (SQLException alreadyClosed) {
        // then nobody waits on it
      }
    }
  }

  private void record(String server, Outcome outcome, long id, long start, String error) {
    ledger.accept(new Attempt(id, target.name(), server, outcome, start, clock.nanos(), error));
  }

  private static String serverUuid(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT @@server_uuid")) {
      rows.next();
      return rows.getString(1);
    }
  }
}
