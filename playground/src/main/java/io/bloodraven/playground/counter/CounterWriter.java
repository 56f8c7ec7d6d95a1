package io.bloodraven.playground.counter;

import io.bloodraven.playground.mysql.Endpoint;
import io.bloodraven.playground.mysql.Failure;
import io.bloodraven.playground.mysql.Login;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds one to a row, again and again, and connects anew after any error: behind the Service there
 * may be another server by then. The row counts what the database kept, so it is never below the
 * number of acknowledged writes of all counters that ever ran.
 */
final class CounterWriter implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(CounterWriter.class);
  private static final Duration PACE = Duration.ofMillis(50);
  private static final Duration RETRY = Duration.ofMillis(20);
  private static final String ADD_ONE =
      "INSERT INTO playground.counter (id, n) VALUES (1, 1) ON DUPLICATE KEY UPDATE n = n + 1";

  private final Endpoint endpoint;
  private final Login login;
  private final Tally tally;

  CounterWriter(Endpoint endpoint, Login login, Tally tally) {
    this.endpoint = endpoint;
    this.login = login;
    this.tally = tally;
  }

  /** Writes until the thread is interrupted. */
  @Override
  public void run() {
    boolean wasDown = false;
    while (!Thread.currentThread().isInterrupted()) {
      try (Connection connection = endpoint.connect(login);
          Statement statement = connection.createStatement()) {
        String server = hostName(statement);
        while (true) {
          addOne(statement);
          tally.acknowledged(server);
          if (wasDown) {
            log.info("writes are acknowledged again, by {}", server);
            wasDown = false;
          }
          Thread.sleep(PACE);
        }
      } catch (SQLException e) {
        tally.failed(Failure.describe(e));
        if (!wasDown) {
          log.warn("writes fail: {}", Failure.describe(e));
          wasDown = true;
        }
        pause();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static String hostName(Statement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery("SELECT @@hostname")) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static void addOne(Statement statement) throws SQLException {
    try {
      statement.executeUpdate(ADD_ONE);
    } catch (SQLException e) {
      if (!Failure.isMissingTable(e)) {
        throw e;
      }
      statement.executeUpdate("CREATE DATABASE IF NOT EXISTS playground");
      statement.executeUpdate(
          "CREATE TABLE IF NOT EXISTS playground.counter (id INT PRIMARY KEY, n BIGINT NOT NULL)");
      statement.executeUpdate(ADD_ONE);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(RETRY);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
