package io.bloodraven.sidecar.fence;

import io.bloodraven.sidecar.SidecarLog;
import io.bloodraven.sidecar.mysql.Connections;
import io.bloodraven.sidecar.mysql.MysqldProcess;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Closes the server and proves it: {@code super_read_only=ON} with clients killed alongside, read
 * back; past the bound, SIGKILL of mysqld, which boots closed.
 */
final class Closing {
  private static final long SWEEP_INTERVAL = 50;
  private static final long KILL_AGAIN = 100;

  private final Connections connections;
  private final MysqldProcess process;
  private final LongSupplier monotonicMillis;
  private final long boundMillis;
  private final SidecarLog log;

  /**
   * @param boundMillis how long SQL may take before mysqld is killed
   */
  Closing(
      Connections connections,
      MysqldProcess process,
      LongSupplier monotonicMillis,
      long boundMillis,
      SidecarLog log) {
    this.connections = connections;
    this.process = process;
    this.monotonicMillis = monotonicMillis;
    this.boundMillis = boundMillis;
    this.log = log;
  }

  /**
   * Returns when the server is closed, however long that takes.
   *
   * @param control an idle connection: where all others are taken it is the only way in
   * @param opener connection id that may still be opening the server, 0 for none
   * @return its gtid_executed, empty when it had to be killed or was dead
   */
  String close(@Nullable Connection control, long opener) throws InterruptedException {
    if (process.find().isEmpty()) {
      return "";
    }
    long killAt = monotonicMillis.getAsLong() + boundMillis;
    Clients clients = new Clients();
    while (monotonicMillis.getAsLong() < killAt) {
      CompletableFuture<String> closed =
          CompletableFuture.supplyAsync(() -> closeBySql(opener), Thread::startVirtualThread);
      while (monotonicMillis.getAsLong() < killAt && !closed.isDone()) {
        sweep(clients, control, killAt);
        awaitBriefly(closed);
      }
      if (closed.isDone() && !closed.isCompletedExceptionally()) {
        return closed.join();
      }
      if (process.find().isEmpty()) {
        return "";
      }
      Thread.sleep(SWEEP_INTERVAL);
    }
    killUntilGone();
    return "";
  }

  /**
   * Closes without killing the server, and ends its clients first, so that nothing that one of them
   * still waits for is told any more.
   *
   * @return whether it reads back as closed
   */
  boolean endClients() {
    try (Connection connection = connections.open((int) boundMillis)) {
      end(new Clients(), connection);
      closeBySql(0);
      return true;
    } catch (SQLException | IllegalStateException e) {
      return false;
    }
  }

  private String closeBySql(long opener) {
    try (Connection connection = connections.open((int) boundMillis);
        Statement statement = connection.createStatement()) {
      if (opener != 0) {
        end(statement, opener);
      }
      statement.execute("SET GLOBAL super_read_only = ON");
      try (ResultSet row =
          statement.executeQuery(
              "SELECT @@GLOBAL.super_read_only AND @@GLOBAL.read_only, @@GLOBAL.gtid_executed")) {
        row.next();
        if (!row.getBoolean(1)) {
          throw new SQLException("super_read_only does not read back as ON");
        }
        return row.getString(2).replace("\n", "");
      }
    } catch (SQLException e) {
      log.warn("closing by SQL failed", "error", e.getMessage());
      throw new IllegalStateException(e);
    }
  }

  /** A statement that opens the server must not be carried out after it was closed. */
  private static void end(Statement statement, long opener) throws SQLException {
    String query = "SELECT COUNT(*) FROM performance_schema.processlist WHERE ID = " + opener;
    while (count(statement, query) > 0) {
      kill(statement, opener);
    }
  }

  private static long count(Statement statement, String query) throws SQLException {
    try (ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }

  /** Statements in flight hold super_read_only up, so their connections are killed. */
  private void sweep(Clients clients, @Nullable Connection control, long until) {
    int left = (int) Math.max(1, until - monotonicMillis.getAsLong());
    try {
      if (control != null && !control.isClosed()) {
        control.setNetworkTimeout(Runnable::run, left);
        end(clients, control);
      } else {
        try (Connection connection = connections.open(left)) {
          end(clients, connection);
        }
      }
    } catch (SQLException e) {
      // the other connection decides; this one only clears its way
    }
  }

  private void end(Clients clients, Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      List<Clients.Session> sessions = sessions(statement);
      long now = monotonicMillis.getAsLong();
      for (long client : clients.toEnd(sessions, connections.user(), now)) {
        kill(statement, client);
      }
    }
  }

  private static List<Clients.Session> sessions(Statement statement) throws SQLException {
    List<Clients.Session> sessions = new ArrayList<>();
    try (ResultSet rows =
        statement.executeQuery(
            "SELECT ID, USER FROM performance_schema.processlist"
                + " WHERE USER NOT IN ('system user', 'event_scheduler')"
                + " AND COMMAND NOT IN ('Daemon', 'Binlog Dump', 'Binlog Dump GTID')")) {
      while (rows.next()) {
        sessions.add(new Clients.Session(rows.getLong(1), rows.getString(2)));
      }
    }
    return sessions;
  }

  /** Ends a connection, which may end by itself meanwhile. */
  static void kill(Statement statement, long id) {
    try {
      statement.execute("KILL " + id);
    } catch (SQLException e) {
      // it went by itself
    }
  }

  private static void awaitBriefly(CompletableFuture<String> closed) throws InterruptedException {
    try {
      closed.get(SWEEP_INTERVAL, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      // looked at by the caller
    }
  }

  private void killUntilGone() throws InterruptedException {
    OptionalLong pid = process.find();
    // said once: a process that hangs in a write to a stalled disk ends only with the write
    pid.ifPresent(id -> log.warn("mysqld does not close in time and is killed", "pid", id));
    while (pid.isPresent()) {
      process.kill(pid.getAsLong());
      long again = monotonicMillis.getAsLong() + KILL_AGAIN;
      while (process.isAlive(pid.getAsLong()) && monotonicMillis.getAsLong() < again) {
        Thread.sleep(5);
      }
      pid = process.isAlive(pid.getAsLong()) ? pid : OptionalLong.empty();
    }
  }
}
