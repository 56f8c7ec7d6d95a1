package io.bloodraven.activities.mysql;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Statements on one connection. Values are put in by the driver as quoted literals, so that they
 * fit every kind of statement, also those that a server cannot prepare.
 */
public final class MysqlSession {
  /** Its message quotes the statement. */
  private static final int PARSE_ERROR = 1064;

  private static final int NO_SUCH_THREAD = 1094;

  private final Connection connection;

  MysqlSession(Connection connection) {
    this.connection = requireNonNull(connection, "connection");
  }

  /** Makes a value of a row. */
  public interface RowReader<T> {
    /** Reads the columns of the row that {@code row} stands on. */
    T read(ResultSet row) throws SQLException;
  }

  /** All rows. */
  public <T> List<T> all(String query, RowReader<T> reader, Object... values) throws SQLException {
    try (PreparedStatement statement = prepared(query, values);
        ResultSet rows = statement.executeQuery()) {
      List<T> result = new ArrayList<>();
      while (rows.next()) {
        result.add(reader.read(rows));
      }
      return result;
    }
  }

  /** The first row. */
  public <T> Optional<T> first(String query, RowReader<T> reader, Object... values)
      throws SQLException {
    return all(query, reader, values).stream().findFirst();
  }

  /** The first column of the first row as text; the empty string for no row and for NULL. */
  public String value(String query, Object... values) throws SQLException {
    return first(query, row -> text(row, 1), values).orElse("");
  }

  /** A column as text, the empty string for NULL. */
  static String text(ResultSet row, int column) throws SQLException {
    String text = row.getString(column);
    return text == null ? "" : text;
  }

  /** Runs a statement that returns nothing. */
  public void execute(String statement, Object... values) throws SQLException {
    try (PreparedStatement prepared = prepared(statement, values)) {
      prepared.execute();
    } catch (SQLException e) {
      if (e.getErrorCode() == PARSE_ERROR) {
        // no cause either: its message may quote a password among the values
        throw new SQLException(
            "the server does not understand: " + statement, e.getSQLState(), PARSE_ERROR);
      }
      throw e;
    }
  }

  /** Ends the thread of that connection id, which may end by itself meanwhile. */
  void kill(String thread) throws SQLException {
    try {
      execute("KILL " + thread);
    } catch (SQLException e) {
      if (e.getErrorCode() != NO_SUCH_THREAD) {
        throw e;
      }
    }
  }

  /** From now on the connection is given up when the server is silent for longer than this. */
  public void limitSilence(Duration limit) throws SQLException {
    connection.setNetworkTimeout(Runnable::run, Math.toIntExact(Math.max(1, limit.toMillis())));
  }

  /** A round trip; fails when the connection is dead. */
  void ping() throws SQLException {
    value("/* ping */ SELECT 1");
  }

  private PreparedStatement prepared(String sql, Object... values) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }
}
