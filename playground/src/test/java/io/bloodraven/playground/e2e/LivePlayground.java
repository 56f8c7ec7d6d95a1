package io.bloodraven.playground.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloodraven.playground.cluster.Cluster;
import io.bloodraven.playground.cluster.Playground;
import io.bloodraven.playground.cluster.PlaygroundStatus;
import io.bloodraven.playground.cluster.Reclone;
import io.bloodraven.playground.cluster.SiteServer;
import io.bloodraven.playground.cluster.Standing;
import io.bloodraven.playground.mysql.Endpoint;
import io.bloodraven.playground.mysql.Login;
import io.bloodraven.testing.Checkout;
import io.bloodraven.testing.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A playground that the tests have to themselves: its state, its network and its ports are not
 * those of one that a person may have up on the same machine.
 */
final class LivePlayground implements AutoCloseable {
  /** By then a group must have settled after whatever a test did to it. */
  static final Duration SETTLED = Duration.ofSeconds(90);

  private static final Duration ANSWER = Duration.ofSeconds(5);

  /** Second number of the cluster's addresses; a person's playground has 80. */
  private static final String NETWORK = "87";

  private final Playground playground;
  private final Cluster cluster;
  private final Thread atExit = new Thread(this::tearDown);

  LivePlayground() {
    Path folder = Checkout.root().resolve("playground");
    playground =
        new Playground(
            folder,
            Map.of(
                "BLOODRAVEN_NET",
                NETWORK,
                "BLOODRAVEN_LOCAL",
                folder.resolve("target/e2e").toString()));
    // What an interrupted run left is not what is to be tested.
    playground.tearDown();
    Runtime.getRuntime().addShutdownHook(atExit);
    playground.setUp(
        "--temporal-port", Integer.toString(FreePort.find()),
        "--temporal-ui-port", Integer.toString(FreePort.find()),
        "--status-port", Integer.toString(FreePort.find()),
        "--counter-port", Integer.toString(FreePort.find()));
    cluster = new Cluster(playground.status());
    // Tests fail over more often than the default allows.
    cluster.setSpecField("failoverCooldown", "1s");
  }

  Playground scripts() {
    return playground;
  }

  Cluster cluster() {
    return cluster;
  }

  PlaygroundStatus status() {
    return playground.status();
  }

  /** The site that is active; there must be one. */
  String activeSite() {
    String active = status().activeSite();
    assertThat(active).as("active site").isNotEmpty();
    return active;
  }

  /** The other site. */
  String standby() {
    return status().standby();
  }

  /** Undoes what the test before may have left, and waits for a group that is as it should be. */
  void settle() throws InterruptedException {
    playground.recover();
    assertThat(new Reclone(cluster).settle(SETTLED)).isEqualTo(new Standing.AsItShouldBe());
  }

  /** Asks a site's server. */
  SiteServer server(String site) throws SQLException {
    PlaygroundStatus status = status();
    return SiteServer.ask(site, status.site(site).mysql(), status.appLogin());
  }

  /** Runs a statement as the application, at the primary's Service. */
  void write(String sql) throws SQLException {
    run(cluster.primaryService(), status().appLogin(), sql);
  }

  /** Runs a statement as the operator, at a site. */
  void operate(String site, String sql) throws SQLException {
    run(status().site(site).mysql(), cluster.operatorLogin(), sql);
  }

  private static void run(Endpoint endpoint, Login login, String sql) throws SQLException {
    try (Connection connection = endpoint.connect(login);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** What all workers show to Prometheus, one after the other. */
  String workerMetrics() {
    return cluster.podIps("worker").stream()
        .map(LivePlayground::metrics)
        .collect(Collectors.joining("\n"));
  }

  private static String metrics(String podIp) {
    URI address = URI.create("http://" + podIp + ":8080/metrics");
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(address).timeout(ANSWER).build();
      return http.send(request, BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() {
    cluster.close();
    tearDown();
    Runtime.getRuntime().removeShutdownHook(atExit);
  }

  private void tearDown() {
    playground.tearDown();
  }
}
