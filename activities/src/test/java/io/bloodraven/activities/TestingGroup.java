package io.bloodraven.activities;

import static java.util.Objects.requireNonNull;

import io.bloodraven.activities.attempt.TestingAttempt;
import io.bloodraven.activities.failover.FailoverSteps;
import io.bloodraven.activities.kubernetes.Login;
import io.bloodraven.activities.mysql.MysqlAddress;
import io.bloodraven.activities.mysql.OperatorSessions;
import io.bloodraven.activities.mysql.ReplicationChannel;
import io.bloodraven.activities.mysql.TestingCredentials;
import io.bloodraven.activities.repair.RepairSteps;
import io.bloodraven.activities.sidecar.SidecarClient;
import io.bloodraven.activities.sidecar.TestingSidecar;
import io.bloodraven.api.group.GroupRef;
import io.bloodraven.testing.MysqlServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A group of real servers, a testing sidecar beside each, and the activities wired to them. */
public final class TestingGroup implements AutoCloseable {
  private final Map<String, MysqlServer> servers = new HashMap<>();
  private final Map<String, TestingSidecar> sidecars = new HashMap<>();
  private final Map<String, MysqlAddress> detours = new HashMap<>();

  public final GroupRef ref = new GroupRef("default", "main");
  public final List<String> sites;
  public final TestingCredentials credentials =
      new TestingCredentials(
          new Login(MysqlServer.USER, MysqlServer.PASSWORD), TestingSidecar.TOKEN);
  public final OperatorSessions sessions =
      new OperatorSessions(credentials, (group, site) -> address(site));
  public final TestingAttempt attempt = new TestingAttempt(Duration.ofSeconds(60));
  public final FailoverSteps failover;
  public final RepairSteps repair;

  public TestingGroup(String... sites) {
    this.sites = List.of(sites);
    for (String site : sites) {
      MysqlServer server =
          MysqlServer.start(site, Map.of("partial-revokes", "ON", "general-log", "ON"));
      servers.put(site, server);
      TestingSidecar sidecar = new TestingSidecar(ref, site);
      sidecar.opener =
          () -> {
            server.open();
            return server.value("SELECT @@GLOBAL.gtid_executed");
          };
      sidecars.put(site, sidecar);
    }
    SidecarClient client = new SidecarClient(credentials, (group, site) -> sidecar(site).url());
    failover = new FailoverSteps(client, sessions, () -> attempt);
    repair = new RepairSteps(client, sessions, credentials, () -> attempt);
  }

  public MysqlServer server(String site) {
    return requireNonNull(servers.get(site));
  }

  public TestingSidecar sidecar(String site) {
    return requireNonNull(sidecars.get(site));
  }

  /** Has everybody, replicas included, reach a site's server at another address. */
  public void detour(String site, int port) {
    detours.put(site, new MysqlAddress("127.0.0.1", port));
  }

  private MysqlAddress address(String site) {
    MysqlServer server = server(site);
    return detours.getOrDefault(site, new MysqlAddress(server.host(), server.port()));
  }

  /** Makes {@code site} the open holder of {@code epoch}. */
  public void open(String site, long epoch) throws SQLException {
    server(site).open();
    sidecar(site).highestEpoch = epoch;
    sidecar(site).holdingEpoch = epoch;
    sidecar(site).writable = true;
  }

  /** Closes a server without its sidecar's doing. */
  public void close(String site) throws SQLException {
    server(site).execute("SET GLOBAL super_read_only = ON");
  }

  /** Has {@code site} follow {@code source} from its first transaction on. */
  public void replicate(String site, String source) throws SQLException {
    sessions.call(
        ref,
        site,
        Duration.ofSeconds(10),
        session -> {
          ReplicationChannel.follow(session, address(source), credentials.operator(ref));
          ReplicationChannel.start(session);
          return true;
        });
  }

  /** Creates the table that {@link #insert} fills. */
  public void createTable(String site) throws SQLException {
    server(site)
        .execute("CREATE SCHEMA app", "CREATE TABLE app.t (id INT PRIMARY KEY, text LONGTEXT)");
  }

  /** One transaction for each id from {@code first} to {@code last}. */
  public void insert(String site, int first, int last) throws SQLException {
    try (Connection connection = server(site).connect();
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO app.t (id) VALUES (?)")) {
      for (int id = first; id <= last; id++) {
        insert.setInt(1, id);
        insert.executeUpdate();
      }
    }
  }

  public long rows(String site) throws SQLException {
    return Long.parseLong(server(site).value("SELECT COUNT(*) FROM app.t"));
  }

  public String executed(String site) throws SQLException {
    return server(site).value("SELECT @@GLOBAL.gtid_executed");
  }

  /** What {@code site} has received through its channel. */
  public String received(String site) throws SQLException {
    return server(site)
        .value(
            "SELECT RECEIVED_TRANSACTION_SET FROM performance_schema.replication_connection_status");
  }

  /** State of the receiver of {@code site}: ON, CONNECTING or OFF. */
  public String receiver(String site) throws SQLException {
    return server(site)
        .value("SELECT SERVICE_STATE FROM performance_schema.replication_connection_status");
  }

  @Override
  public void close() {
    sessions.close();
    sidecars.values().forEach(TestingSidecar::close);
    servers.values().forEach(MysqlServer::close);
  }
}
