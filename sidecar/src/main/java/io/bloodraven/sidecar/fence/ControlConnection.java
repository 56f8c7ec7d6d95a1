package io.bloodraven.sidecar.fence;

import io.bloodraven.sidecar.mysql.Connections;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * The gate's own connection to the server, kept from one order to the next. For the gate's thread
 * alone, but for {@link #cutOff} and {@link #isThere}.
 */
final class ControlConnection {
  private static final int STEP_LIMIT = 1_000;
  private static final int PING_SECONDS = 1;

  private final Connections connections;
  private volatile @Nullable Connection kept;
  private long id;

  /** None yet, made by {@code connections} when it is needed. */
  ControlConnection(Connections connections) {
    this.connections = connections;
  }

  /** The one that is kept, or a new one. */
  Connection open() throws SQLException {
    Connection connection = kept;
    if (connection == null) {
      connection = connections.open(STEP_LIMIT);
      try (Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery("SELECT CONNECTION_ID()")) {
        row.next();
        id = row.getLong(1);
      }
      kept = connection;
    }
    return connection;
  }

  /** The one that is kept, null for none. */
  @Nullable Connection kept() {
    return kept;
  }

  boolean isThere() {
    return kept != null;
  }

  /** Ends what it is doing; the server may go on with that. */
  void cutOff() {
    abort(kept);
  }

  /** Its connection id when it was cut off or given up, so that it may still be at work; or 0. */
  long lostId() {
    Connection connection = kept;
    try {
      return connection == null || connection.isClosed() ? id : 0;
    } catch (SQLException e) {
      return id;
    }
  }

  /** One from before a crash of the server would only be found dead half-way through an order. */
  void forgetIfDead() {
    Connection connection = kept;
    try {
      if (connection == null || connection.isValid(PING_SECONDS)) {
        return;
      }
    } catch (SQLException e) {
      // as dead
    }
    forget();
  }

  /** Gives it up; what it was doing may go on. */
  void giveUp() {
    Connection connection = kept;
    kept = null;
    abort(connection);
  }

  /** Gives it up, and with it what it did: another connection may have its number some day. */
  void forget() {
    giveUp();
    id = 0;
  }

  private static void abort(@Nullable Connection connection) {
    if (connection != null) {
      try {
        connection.abort(Runnable::run);
      } catch (SQLException e) {
        // closed already
      }
    }
  }
}
