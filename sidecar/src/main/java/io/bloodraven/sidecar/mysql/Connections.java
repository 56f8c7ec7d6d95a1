package io.bloodraven.sidecar.mysql;

import io.bloodraven.api.secret.SecretValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Makes connections of the operator to the local server, over loopback. The credentials are read
 * anew each time, for their Secret may be replaced.
 */
public final class Connections {
  private static final int CONNECT_LIMIT_MILLIS = 500;

  private final int port;
  private final Path operatorDirectory;
  private @Nullable Driver driver;

  /**
   * @param operatorDirectory holds the files {@code username} and {@code password}
   */
  public Connections(int port, Path operatorDirectory) {
    this.port = port;
    this.operatorDirectory = operatorDirectory;
  }

  /** Made by the first who needs it: its classes are many. */
  private synchronized Driver driver() throws SQLException {
    Driver made = driver;
    if (made == null) {
      made = new com.mysql.cj.jdbc.Driver();
      driver = made;
    }
    return made;
  }

  /** Name of the operator account. */
  public String user() throws SQLException {
    return secret("username");
  }

  /**
   * A new connection that gives up on any statement after {@code limitMillis}, and that writes
   * nothing to the binary log: whatever the sidecar writes is about this server alone. The server
   * gives up waiting for a lock then, too, so that nothing waits in it for nobody; and it does not
   * end the connection for being idle.
   */
  public Connection open(int limitMillis) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", user());
    properties.setProperty("password", secret("password"));
    properties.setProperty("sslMode", "DISABLED"); // loopback of the own pod
    properties.setProperty("allowPublicKeyRetrieval", "true");
    properties.setProperty("connectTimeout", Integer.toString(CONNECT_LIMIT_MILLIS));
    properties.setProperty("socketTimeout", Integer.toString(limitMillis));
    properties.setProperty("connectionAttributes", "program_name:bloodraven-sidecar");
    Connection connection = driver().connect("jdbc:mysql://127.0.0.1:" + port + "/", properties);
    try (var statement = connection.createStatement()) {
      int seconds = Math.ceilDiv(limitMillis, 1_000);
      statement.execute(
          "SET SESSION sql_log_bin = 0, wait_timeout = 31536000, lock_wait_timeout = " + seconds);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private String secret(String key) throws SQLException {
    try {
      return SecretValue.of(Files.readAllBytes(operatorDirectory.resolve(key)));
    } catch (IOException e) {
      throw new SQLException("cannot read the operator's " + key + " in " + operatorDirectory, e);
    }
  }
}
