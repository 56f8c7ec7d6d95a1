package io.bloodraven.sidecar;

import com.fasterxml.jackson.jr.ob.JSON;
import io.bloodraven.api.group.NetworkGuard;
import io.bloodraven.api.health.Heartbeat;
import io.bloodraven.api.health.ServerState;
import io.bloodraven.api.lease.ClaimReply;
import io.bloodraven.api.lease.ClaimRequest;
import io.bloodraven.api.lease.FenceProof;
import io.bloodraven.api.lease.FenceReply;
import io.bloodraven.api.lease.FenceRequest;
import io.bloodraven.api.lease.OpenReply;
import io.bloodraven.api.lease.OpenRequest;
import io.bloodraven.sidecar.fence.TestingNft;
import io.bloodraven.sidecar.kube.KubeApi;
import io.bloodraven.sidecar.lease.LeaseTimings;
import io.bloodraven.sidecar.lease.Self;
import io.bloodraven.sidecar.mysql.ProcMysqld;
import io.bloodraven.testing.Checkout;
import io.bloodraven.testing.MysqlServer;
import io.bloodraven.testing.SteppedClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** One site: a real mysqld and the sidecar beside it, in this process. */
final class TestingSite implements AutoCloseable {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  final TestingGroup group;
  final String name;
  final MysqlServer mysql;
  final String podUid;
  final TestingNft nft = new TestingNft(Sidecar::monotonicMillis);
  final SteppedClock wallClock;
  private final NetworkGuard mode;
  private Sidecar sidecar;

  TestingSite(TestingGroup group, String name) {
    this(group, name, NetworkGuard.OFF); // its clients come over loopback
  }

  TestingSite(TestingGroup group, String name, NetworkGuard mode) {
    this(group, name, mode, newClock(), MysqlServer.start(name));
  }

  private TestingSite(
      TestingGroup group, String name, NetworkGuard mode, SteppedClock clock, MysqlServer mysql) {
    this.mode = mode;
    wallClock = clock;
    this.group = group;
    this.name = name;
    this.podUid = "pod-" + name;
    this.mysql = mysql;
    sidecar = launch();
  }

  /** A site whose server goes by the sidecar's wall clock, as on one machine. */
  static TestingSite withOneClock(TestingGroup group, String name) {
    SteppedClock clock = newClock();
    return new TestingSite(group, name, NetworkGuard.OFF, clock, MysqlServer.start(name, clock));
  }

  private static SteppedClock newClock() {
    return SteppedClock.inFolder(Checkout.newFolder("clock"));
  }

  SidecarSettings settings() {
    group.write(name, "username", MysqlServer.USER);
    Path operator = group.write(name, "password", MysqlServer.PASSWORD);
    try {
      return new SidecarSettings(
          group.ref,
          new Self(group.ref.namespace(), group.ref.name(), name, podUid),
          new LeaseTimings(6_000, 1_000, 300_000),
          2_000,
          group.tokenFile,
          operator,
          Files.createDirectories(group.folder.resolve(name).resolve("state")),
          mysql.dataDirectory(),
          mysql.port(),
          0,
          "--port=" + mysql.port(),
          mode);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Sidecar launch() {
    try {
      SidecarSettings settings = settings();
      Sidecar started =
          new Sidecar(
              settings,
              new KubeApi(group.api.url(), group.api.caFile(), group.apiTokenFile),
              new ProcMysqld(Path.of("/proc"), settings.mysqldArgument()),
              nft,
              group::url,
              wallClock);
      started.start();
      group.listens(name, started.port());
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void stopSidecar() {
    sidecar.close();
    group.listens(name, 1);
  }

  void startSidecar() {
    sidecar = launch();
  }

  void awaitServer(ServerState state) {
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> status().server() == state);
  }

  /** Replaces the server's data by a copy of the donor's; it restarts by itself. */
  void cloneFrom(TestingSite donor) throws SQLException {
    long before = mysql.pid();
    mysql.execute("SET GLOBAL clone_valid_donor_list = '127.0.0.1:" + donor.mysql.port() + "'");
    try {
      mysql.execute(
          "CLONE INSTANCE FROM '%s'@'127.0.0.1':%d IDENTIFIED BY '%s'"
              .formatted(MysqlServer.USER, donor.mysql.port(), quoted(MysqlServer.PASSWORD)));
    } catch (SQLException e) {
      // a clone ends with the end of its connection; whether it worked is read afterwards
    }
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> mysql.pid() != before);
  }

  void replicateFrom(TestingSite source) throws SQLException {
    mysql.execute(
        "CHANGE REPLICATION SOURCE TO SOURCE_HOST='127.0.0.1', SOURCE_PORT=%d, SOURCE_USER='%s', SOURCE_PASSWORD='%s', SOURCE_AUTO_POSITION=1, GET_SOURCE_PUBLIC_KEY=1"
            .formatted(source.mysql.port(), MysqlServer.USER, quoted(MysqlServer.PASSWORD)),
        "START REPLICA");
  }

  private static String quoted(String text) {
    return text.replace("\\", "\\\\").replace("'", "''");
  }

  /** An answer of an endpoint. */
  record Answer<T>(int status, T body) {}

  Answer<ClaimReply> claim(long epoch, FenceProof... proofs) {
    return post(
        "claim",
        new ClaimRequest(group.ref.namespace(), group.ref.name(), name, epoch, List.of(proofs)),
        ClaimReply.class);
  }

  Answer<OpenReply> open(long epoch, long waitMillis, FenceProof... proofs) {
    return post(
        "open",
        new OpenRequest(
            group.ref.namespace(), group.ref.name(), name, epoch, List.of(proofs), waitMillis),
        OpenReply.class);
  }

  Answer<FenceReply> fence(long epoch, boolean onlyIfDead) {
    return post("fence", fenceRequest(epoch, onlyIfDead), FenceReply.class);
  }

  FenceRequest fenceRequest(long epoch, boolean onlyIfDead) {
    return new FenceRequest(
        group.ref.namespace(), group.ref.name(), name, epoch, onlyIfDead, "test");
  }

  <T> Answer<T> post(String command, Record request, Class<T> type) {
    try {
      HttpResponse<String> response =
          send("POST", "/control/" + command, JSON.std.asString(request), TestingGroup.TOKEN);
      return new Answer<>(response.statusCode(), JSON.std.beanFrom(type, response.body()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Heartbeat status() {
    try {
      return JSON.std.beanFrom(Heartbeat.class, send("GET", "/status", "", "").body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  HttpResponse<String> send(String method, String path, String body, String token)
      throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(group.url(name) + path))
            .timeout(Duration.ofSeconds(20))
            .header("Authorization", "Bearer " + token)
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Lines of the heartbeat stream as they come. */
  HttpResponse<Stream<String>> heartbeats() {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(group.url(name) + "/heartbeat"))
            .header("Authorization", "Bearer " + TestingGroup.TOKEN)
            .build();
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.ofLines());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Makes an application's account and table; the site must be open. */
  void createApplication() throws SQLException {
    mysql.execute(
        "CREATE USER IF NOT EXISTS app@'%' IDENTIFIED BY 'app'",
        "CREATE SCHEMA IF NOT EXISTS shop",
        "CREATE TABLE IF NOT EXISTS shop.item (id BIGINT PRIMARY KEY AUTO_INCREMENT)",
        "GRANT SELECT, INSERT ON shop.* TO app@'%'");
  }

  /** A connection of an application. */
  Connection connect() throws SQLException {
    return DriverManager.getConnection(
        mysql.jdbcUrl().replace("socketTimeout=60000", "socketTimeout=3000"), "app", "app");
  }

  /** Whether a write of an application is accepted. */
  boolean takesWrites() {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("INSERT INTO shop.item VALUES ()");
      return true;
    } catch (SQLException e) {
      return false;
    }
  }

  @Override
  public void close() {
    sidecar.close();
    mysql.close();
  }
}
