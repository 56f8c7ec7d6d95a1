package io.bloodraven.sidecar;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * An application that holds locks: one connection idle in a transaction, one inside a statement.
 */
final class TestingClient implements AutoCloseable {
  private final Connection idle;
  private final Connection busy;

  private TestingClient(Connection idle, Connection busy) {
    this.idle = idle;
    this.busy = busy;
  }

  static TestingClient insideATransaction(TestingSite site) throws Exception {
    Connection idle = connect(site);
    idle.setAutoCommit(false);
    execute(idle, "INSERT INTO shop.item VALUES ()");
    Connection busy = connect(site);
    Thread.ofVirtual()
        .start(() -> {
          try {
            execute(busy, "INSERT INTO shop.item SELECT NULL FROM (SELECT SLEEP(60)) AS t");
          } catch (SQLException e) {
            // it is killed
          }
        });
    while (!site.mysql
        .value(
            "SELECT COUNT(*) FROM performance_schema.processlist WHERE INFO LIKE '%SLEEP(60)) AS t'")
        .equals("1")) {
      Thread.onSpinWait();
    }
    return new TestingClient(idle, busy);
  }

  private static Connection connect(TestingSite site) throws SQLException {
    return DriverManager.getConnection(site.mysql.jdbcUrl(), "app", "app");
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  boolean commits() {
    try {
      idle.commit();
      return true;
    } catch (SQLException e) {
      return false;
    }
  }

  @Override
  public void close() throws SQLException {
    idle.close();
    busy.close();
  }
}
