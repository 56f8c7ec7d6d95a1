package io.bloodraven.watcher.intake;

import static java.util.Objects.requireNonNull;

import io.bloodraven.watcher.tracking.ProbeResult;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks one MySQL server for a sign of life, over one connection that it keeps: a server whose
 * connections are used up still answers on it. Each step is bounded. Not safe for several threads.
 */
final class MysqlProbe implements AutoCloseable {
  private static final String BOUND_MILLIS = "1000";

  /** Refused, but by a server that lives: too many connections, of all or of this user. */
  private static final Set<Integer> FULL = Set.of(1040, 1203, 1226);

  /** Not let in, which is a matter of set-up: host, password, database, locked or expired. */
  private static final Set<Integer> NOT_LET_IN = Set.of(1044, 1045, 1129, 1130, 1698, 1862, 3118);

  private final String url;
  private final Supplier<Optional<ProbeLogin>> login;
  private @Nullable Connection connection;

  /**
   * @param server {@code host:port}
   * @param login asked at each new connection; empty when there is none
   */
  MysqlProbe(String server, Supplier<Optional<ProbeLogin>> login) {
    this.url = "jdbc:mysql://" + server + "/";
    this.login = requireNonNull(login, "login");
  }

  /** One question and its answer. */
  ProbeResult ask() {
    boolean kept = connection != null;
    ProbeResult result = askOnce();
    // a kept connection may have died with a server that is back by now
    return kept && result == ProbeResult.DOWN ? askOnce() : result;
  }

  private ProbeResult askOnce() {
    try {
      Connection open = connection;
      if (open == null) {
        Optional<ProbeLogin> account = login.get();
        if (account.isEmpty()) {
          return ProbeResult.UNKNOWN;
        }
        open = connect(account.get());
        connection = open;
      }
      try (Statement statement = open.createStatement()) {
        statement.execute("SELECT 1");
      }
      return ProbeResult.UP;
    } catch (SQLException e) {
      close();
      if (FULL.contains(e.getErrorCode())) {
        return ProbeResult.UP;
      }
      return NOT_LET_IN.contains(e.getErrorCode()) ? ProbeResult.UNKNOWN : ProbeResult.DOWN;
    }
  }

  private Connection connect(ProbeLogin account) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", account.username());
    properties.setProperty("password", account.password());
    properties.setProperty("connectTimeout", BOUND_MILLIS);
    properties.setProperty("socketTimeout", BOUND_MILLIS);
    properties.setProperty("sslMode", "REQUIRED");
    properties.setProperty("maxAllowedPacket", "65536");
    return DriverManager.getConnection(url, properties);
  }

  @Override
  public void close() {
    Connection open = connection;
    connection = null;
    if (open != null) {
      try {
        open.abort(Runnable::run);
      } catch (SQLException e) {
        // it was of no use any more
      }
    }
  }
}
