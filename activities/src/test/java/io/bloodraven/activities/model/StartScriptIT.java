package io.bloodraven.activities.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.bloodraven.testing.Checkout;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The start script and the configuration bring up a real mysqld as the rest relies on it. */
class StartScriptIT {
  private static final String USER = "operator";
  private static final String PASSWORD = "pa'ss\\wörd";
  private static final String ROOT_PASSWORD = "for root alone";
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir Path folder;
  private int port;
  private StartedScript files;
  private Process script;

  @BeforeEach
  void start() throws IOException {
    port = freePort();
    files = new StartedScript(folder, USER, PASSWORD, ROOT_PASSWORD);
    files.mysqld(program());
    Files.writeString(
        folder.resolve("config/my.cnf"),
        ServerConfiguration.text(
                77,
                "mysql-main-iad-internal.default.svc",
                Map.of("innodb-buffer-pool-size", "64M", "innodb-redo-log-capacity", "32M"))
            .replace(ServerConfiguration.MOUNT, folder.resolve("volume").toString())
            .replace(ServerConfiguration.MEMORY, folder.resolve("memory").toString()));
    script = run();
  }

  @AfterEach
  void stop() {
    script.descendants().forEach(ProcessHandle::destroyForcibly);
    script.destroyForcibly();
  }

  @Test
  void bootsClosedWithTheOperatorAccountAndNoTransactions() throws SQLException {
    awaitAnswer();

    assertThat(value("SELECT @@super_read_only")).isEqualTo("1");
    assertThat(value("SELECT @@gtid_executed")).isEmpty();
    assertThat(value("SELECT @@gtid_mode")).isEqualTo("ON");
    assertThat(value("SELECT @@server_id")).isEqualTo("77");
    assertThat(value("SELECT @@report_host")).isEqualTo("mysql-main-iad-internal.default.svc");
    assertThat(value("SELECT @@sync_relay_log")).isEqualTo("10000");
    assertThat(value("SELECT @@relay_log_recovery")).isEqualTo("0");
    assertThat(value("SELECT @@skip_replica_start")).isEqualTo("1");
    assertThat(value("SELECT @@innodb_buffer_pool_size")).isEqualTo("67108864");
    assertThat(value(clonePlugin())).isEqualTo("ACTIVE");
    assertThatThrownBy(() -> value("CREATE DATABASE refused"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("super-read-only");
    assertThat(folder.resolve("memory/init.sql")).doesNotExist();
    assertThat(files.output()).content().doesNotContain("wörd", ROOT_PASSWORD);
  }

  @Test
  void comesBackClosedWhenTheServerAsksForARestart() throws Exception {
    awaitAnswer();
    long before = serverPid();

    asRoot("RESTART");

    await().atMost(LIMIT).until(() -> serverPid() != before && answers());
    assertThat(value("SELECT @@super_read_only")).isEqualTo("1");
    assertThat(script.isAlive()).isTrue();
  }

  @Test
  void endsWithAServerThatWasKilled() throws Exception {
    awaitAnswer();

    ProcessHandle.of(serverPid()).orElseThrow().destroyForcibly();

    assertThat(script.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(script.exitValue()).isEqualTo(128 + 9);
  }

  @Test
  void endsCleanlyAndComesBackWithItsData() throws Exception {
    awaitAnswer();
    String uuid = value("SELECT @@server_uuid");

    script.destroy();
    assertThat(script.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(script.exitValue()).isZero();

    script = run();
    awaitAnswer();
    assertThat(value("SELECT @@server_uuid")).isEqualTo(uuid);
  }

  private Process run() throws IOException {
    return files.start("--port=" + port, "--bind-address=127.0.0.1");
  }

  /** The provisioned mysqld, with what it needs to run from where it is. */
  private static String program() {
    Path mysqld = Checkout.program("mysqld");
    Path unpacked = mysqld.resolveSibling("../root/usr").normalize();
    String places =
        Files.isDirectory(unpacked.resolve("lib/mysql/plugin"))
            ? ("--plugin-dir=%1$s/lib/mysql/plugin --lc-messages-dir=%1$s/share/mysql"
                    + " --character-sets-dir=%1$s/share/mysql/charsets")
                .formatted(unpacked)
            : "";
    String user = System.getProperty("user.name").equals("root") ? "--user=root" : "";
    return "file=$1; shift; exec %s \"$file\" %s %s \"$@\"\n".formatted(mysqld, places, user);
  }

  private static String clonePlugin() {
    return "SELECT plugin_status FROM information_schema.plugins WHERE plugin_name = 'clone'";
  }

  private void awaitAnswer() {
    await().atMost(LIMIT).until(() -> !script.isAlive() || answers());
    assertThat(script.isAlive()).as("see %s", files.output()).isTrue();
  }

  private boolean answers() {
    try {
      return value("SELECT 1").equals("1");
    } catch (SQLException e) {
      return false;
    }
  }

  private long serverPid() {
    return script.children().mapToLong(ProcessHandle::pid).findFirst().orElse(0);
  }

  private String value(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                "jdbc:mysql://127.0.0.1:%d/?sslMode=REQUIRED&connectTimeout=2000&socketTimeout=5000"
                    .formatted(port),
                USER,
                PASSWORD);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.execute(sql) ? statement.getResultSet() : null) {
      return rows != null && rows.next() ? String.valueOf(rows.getString(1)) : "";
    }
  }

  private void asRoot(String sql) throws Exception {
    ProcessBuilder client =
        new ProcessBuilder(
                Checkout.program("mysql").toString(),
                "--no-defaults",
                "--user=root",
                "--socket=" + folder.resolve("memory/mysqld.sock"),
                "--execute=" + sql)
            .inheritIO();
    client.environment().put("MYSQL_PWD", ROOT_PASSWORD);
    Process process = client.start();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
