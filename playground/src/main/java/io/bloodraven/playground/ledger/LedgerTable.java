package io.bloodraven.playground.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;

/** The table that ledger writes go to. */
public final class LedgerTable {
  private LedgerTable() {}

  /**
   * Makes an empty table; rows of earlier ledgers are removed with it.
   *
   * @throws SQLException when the server refuses
   */
  public static void create(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate("CREATE DATABASE IF NOT EXISTS playground_ledger");
      statement.executeUpdate("DROP TABLE IF EXISTS playground_ledger.writes");
      statement.executeUpdate(
          "CREATE TABLE playground_ledger.writes"
              + " (id BIGINT PRIMARY KEY, target VARCHAR(63) NOT NULL,"
              + " written_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6))");
    }
  }

  /**
   * Ids of the rows that a server has, from {@code from} on.
   *
   * @throws SQLException when they cannot be read
   */
  public static Set<Long> ids(Connection connection, long from) throws SQLException {
    Set<Long> ids = new HashSet<>();
    try (PreparedStatement select =
        connection.prepareStatement("SELECT id FROM playground_ledger.writes WHERE id >= ?")) {
      select.setLong(1, from);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          ids.add(rows.getLong(1));
        }
      }
    }
    return ids;
  }
}
