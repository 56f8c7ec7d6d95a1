package io.bloodraven.playground.mysql;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** Where a MySQL server listens, and how to get a connection on which nothing waits for ever. */
public record Endpoint(String host, int port) {
  /** Longest wait for a TCP connection, in milliseconds. */
  public static final int CONNECT_TIMEOUT_MILLIS = 500;

  /** Longest wait for an answer, in milliseconds: a statement's deadline. */
  public static final int ANSWER_TIMEOUT_MILLIS = 1000;

  /**
   * A new connection in autocommit mode, without a default schema.
   *
   * <p>Plain TCP: the playground's clients measure how long writes are away, and a TLS handshake
   * would be part of it. The password still travels encrypted.
   *
   * @throws SQLException when the server cannot be reached in time or refuses the login
   */
  public Connection connect(Login login) throws SQLException {
    return connect(login, ANSWER_TIMEOUT_MILLIS);
  }

  /**
   * The same for statements that may take longer.
   *
   * @param answerTimeoutMillis longest wait for an answer
   */
  public Connection connect(Login login, int answerTimeoutMillis) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", login.user());
    properties.setProperty("password", login.password());
    properties.setProperty("connectTimeout", Integer.toString(CONNECT_TIMEOUT_MILLIS));
    properties.setProperty("socketTimeout", Integer.toString(answerTimeoutMillis));
    properties.setProperty("sslMode", "DISABLED");
    properties.setProperty("allowPublicKeyRetrieval", "true");
    properties.setProperty("connectionTimeZone", "UTC");
    return DriverManager.getConnection("jdbc:mysql://" + host + ":" + port + "/", properties);
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
