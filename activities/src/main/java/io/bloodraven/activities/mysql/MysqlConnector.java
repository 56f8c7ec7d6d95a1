package io.bloodraven.activities.mysql;

import com.mysql.cj.jdbc.Driver;
import io.bloodraven.activities.kubernetes.Login;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;

/**
 * Opens connections. Every one is encrypted unless it stays on this machine, and gives up when the
 * server is silent for longer than its limit, while connecting or later.
 */
final class MysqlConnector {
  private MysqlConnector() {}

  static Connection open(MysqlAddress address, Login login, Duration limit) throws SQLException {
    String millis = Long.toString(Math.max(1, limit.toMillis()));
    Properties properties = new Properties();
    properties.setProperty("user", login.user());
    properties.setProperty("password", login.password());
    properties.setProperty("connectTimeout", millis);
    properties.setProperty("socketTimeout", millis);
    properties.setProperty("sslMode", address.isLoopback() ? "PREFERRED" : "REQUIRED");
    properties.setProperty("connectionAttributes", "program_name:bloodraven");
    properties.setProperty("logger", "Slf4JLogger");
    Connection connection = new Driver().connect("jdbc:mysql://" + address + "/", properties);
    if (connection == null) {
      throw new SQLException("not an address of a MySQL server: " + address);
    }
    return connection;
  }
}
