package io.bloodraven.activities.mysql;

import static java.util.Objects.requireNonNull;

import io.bloodraven.activities.kubernetes.Credentials;
import io.bloodraven.activities.kubernetes.Login;
import io.bloodraven.api.group.GroupRef;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sessions of the operator account at the sites' servers. One connection per site is kept warm
 * after its first use, for a TLS handshake costs more than everything else that is done on the way
 * to a promotion. A connection that has seen an error is not used again.
 */
public final class OperatorSessions implements AutoCloseable {
  private static final int MAX_OPEN = 128;
  private static final int MAX_WARM = 64;

  private final Credentials credentials;
  private final MysqlAddresses addresses;
  private final Semaphore open = new Semaphore(MAX_OPEN);

  /** Least recently used first. */
  private final Map<Site, Connection> warm = new LinkedHashMap<>(16, 0.75f, true);

  private boolean closed;

  private record Site(GroupRef group, String name) {}

  /** Logs in as {@code credentials} say, at {@code addresses}. */
  public OperatorSessions(Credentials credentials, MysqlAddresses addresses) {
    this.credentials = requireNonNull(credentials, "credentials");
    this.addresses = requireNonNull(addresses, "addresses");
  }

  /** What is done in a session, and what else than an SQLException it may fail with. */
  public interface Work<T, E extends Exception> {
    /** Runs the statements; the session is not to be kept. */
    T run(MysqlSession session) throws SQLException, E;
  }

  /** Where the server of {@code site} listens. */
  public MysqlAddress address(GroupRef group, String site) {
    return addresses.of(group, site);
  }

  /**
   * Runs {@code work} at a site. Connecting, and each statement, ends within {@code limit}.
   *
   * @throws SQLException when the server does not answer in time or refuses
   */
  public <T, E extends Exception> T call(
      GroupRef group, String siteName, Duration limit, Work<T, E> work) throws SQLException, E {
    Site site = new Site(group, siteName);
    acquire(site, limit);
    @Nullable Connection connection = null;
    boolean sound = false;
    try {
      connection = takeWarm(site, limit);
      if (connection == null) {
        Login login = credentials.operator(group);
        connection = MysqlConnector.open(address(group, siteName), login, limit);
      }
      T result = work.run(new MysqlSession(connection));
      sound = true;
      return result;
    } finally {
      if (connection != null) {
        release(site, connection, sound);
      }
      open.release();
    }
  }

  private void acquire(Site site, Duration limit) throws SQLException {
    try {
      if (open.tryAcquire(limit.toNanos(), TimeUnit.NANOSECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new SQLTransientConnectionException(
        "no connection is free for site " + site.name + " of group " + site.group);
  }

  private @Nullable Connection takeWarm(Site site, Duration limit) {
    @Nullable Connection connection;
    synchronized (warm) {
      connection = warm.remove(site);
    }
    if (connection == null) {
      return null;
    }
    try {
      MysqlSession session = new MysqlSession(connection);
      session.limitSilence(limit);
      session.ping();
      return connection;
    } catch (SQLException serverWentAway) {
      abort(connection);
      return null;
    }
  }

  private void release(Site site, Connection connection, boolean sound) {
    List<Connection> surplus = new ArrayList<>();
    synchronized (warm) {
      if (!sound || closed || warm.containsKey(site)) {
        surplus.add(connection);
      } else {
        warm.put(site, connection);
        if (warm.size() > MAX_WARM) {
          surplus.add(warm.remove(warm.keySet().iterator().next()));
        }
      }
    }
    surplus.forEach(OperatorSessions::abort);
  }

  /** Unlike close, it does not wait for a server that may be gone. */
  private static void abort(Connection connection) {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException alreadyClosed) {
      // nothing is left to be closed
    }
  }

  /** Closes what is kept; sessions in use end with their work. */
  @Override
  public void close() {
    List<Connection> kept;
    synchronized (warm) {
      closed = true;
      kept = List.copyOf(warm.values());
      warm.clear();
    }
    kept.forEach(OperatorSessions::abort);
  }
}
