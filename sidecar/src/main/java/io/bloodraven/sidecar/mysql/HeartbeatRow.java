package io.bloodraven.sidecar.mysql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** The row of {@link HeartbeatTable}, written through one connection that is kept. */
final class HeartbeatRow implements WriteProbe.Row {
  private static final int LOGIN_LIMIT = 1_000;
  private static final int FOR_EVER = 0;

  private final Connections connections;

  /** Used by the thread that writes, but for being aborted. */
  private volatile @Nullable Connection kept;

  HeartbeatRow(Connections connections) {
    this.connections = connections;
  }

  @Override
  public void connect() throws SQLException {
    if (kept == null) {
      Connection connection = connections.open(LOGIN_LIMIT);
      // giving up would leave the write in the server, and the next one would hang beside it
      connection.setNetworkTimeout(Runnable::run, FOR_EVER);
      kept = connection;
    }
  }

  @Override
  public void write() throws SQLException {
    Connection connection = kept;
    if (connection == null) {
      throw new SQLException("not connected", "08003");
    }
    try (Statement statement = connection.createStatement()) {
      HeartbeatTable.write(statement);
    } catch (SQLException e) {
      close(); // the connection may be what broke, and the next write needs a good one
      throw e;
    }
  }

  @Override
  public void close() {
    Connection connection = kept;
    kept = null;
    if (connection != null) {
      try {
        connection.abort(Runnable::run);
      } catch (SQLException e) {
        // it is gone either way
      }
    }
  }
}
