package io.bloodraven.activities.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.bloodraven.testing.Checkout;
import io.bloodraven.testing.FreePort;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The start script and the configuration bring up a real mysqld as the rest relies on it. */
@Execution(ExecutionMode.CONCURRENT)
class StartScriptIT {
  private static final String USER = "operator";
  private static final String PASSWORD = "pa'ss\\wörd";
  private static final String ROOT_PASSWORD = "for root alone";
  private static final int ROWS = 200;

  /** Four of the header and 123 of the format's description, with which each binary log begins. */
  private static final int BEGUN_BYTES = 127;

  private static final int PREVIOUS_GTIDS = 35;
  private static final int STOP = 3;

  /** Where a binary log says whether it is in use. */
  private static final int FLAGS_OFFSET = 21;

  private static final Duration LIMIT = Duration.ofSeconds(60);

  /**
   * What a server that dies while it starts after a crash leaves behind, a moment after another.
   */
  enum Interrupted {
    LOG_UNMARKED,
    INDEX_UNDER_EXCHANGE,
    NEXT_LOG_EMPTY,
    NEXT_LOG_BEGUN,
    NEXT_LOG_LACKS_THE_END_OF_ITS_LIST,
    NEXT_LOG_HAS_NO_LIST
  }

  @TempDir Path folder;
  private int port;
  private StartedScript files;
  private Process script;

  @BeforeEach
  void start() throws IOException {
    port = FreePort.find();
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

    kill();

    assertThat(script.exitValue()).isEqualTo(128 + 9);
  }

  /** MySQL finishes the last transactions of a crash by what it takes for the newest binary log. */
  @TestFactory
  @Execution(ExecutionMode.SAME_THREAD) // all in one folder
  Stream<DynamicTest> finishesARecoveryThatWasInterrupted() throws Exception {
    String executed = killInTheMidst();
    Path crashed = Files.move(folder.resolve("volume/data"), folder.resolve("crashed"));
    return Arrays.stream(Interrupted.values())
        .map(moment ->
            DynamicTest.dynamicTest(moment.name(), () -> finishes(moment, crashed, executed)));
  }

  private void finishes(Interrupted moment, Path crashed, String executed) throws Exception {
    copy(crashed, folder.resolve("volume/data"));
    interrupt(moment);
    script = run();
    try {
      awaitAnswer();
      assertThat(value("SELECT COUNT(*) FROM shop.item")).isEqualTo(String.valueOf(ROWS));
      assertThat(value("SELECT @@gtid_executed")).isEqualTo(executed);
    } finally {
      if (script.isAlive()) {
        kill();
      }
      Files.move(folder.resolve("volume/data"), folder.resolve(moment.name()));
    }
  }

  @Test
  void finishesARecoveryThatWasKilledWhenItHadBegunTheNextLog() throws Exception {
    String executed = killInTheMidst();
    List<Path> logs = binaryLogs();

    script = run();
    await()
        .pollInterval(Duration.ofMillis(1))
        .atMost(LIMIT)
        .until(() -> !binaryLogs().equals(logs));
    kill();
    script = run();
    awaitAnswer();

    assertThat(value("SELECT COUNT(*) FROM shop.item")).isEqualTo(String.valueOf(ROWS));
    assertThat(value("SELECT @@gtid_executed")).isEqualTo(executed);
  }

  /**
   * Fills a table, a transaction for each row, and kills the server before its background threads
   * have written the end of the last one: that is in the binary log alone.
   *
   * @return all transactions
   */
  private String killInTheMidst() throws Exception {
    awaitAnswer();
    asRoot("SET GLOBAL super_read_only = OFF; SET GLOBAL read_only = OFF");
    asRoot("CREATE DATABASE shop; CREATE TABLE shop.item (id INT PRIMARY KEY)");
    String uuid = value("SELECT @@server_uuid");
    ProcessHandle server = ProcessHandle.of(serverPid()).orElseThrow();
    asRoot(
        IntStream.rangeClosed(1, ROWS)
            .mapToObj("INSERT INTO shop.item VALUES (%d);"::formatted)
            .collect(Collectors.joining()));
    server.destroyForcibly();
    assertThat(script.waitFor(20, TimeUnit.SECONDS)).isTrue();
    return uuid + ":1-" + (ROWS + 2);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    }
  }

  private void kill() throws InterruptedException {
    ProcessHandle.of(serverPid()).orElseThrow().destroyForcibly();
    assertThat(script.waitFor(20, TimeUnit.SECONDS)).isTrue();
  }

  private List<Path> binaryLogs() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("volume/data"))) {
      return files.filter(file -> file.toString().matches(".*/binlog\\.\\d+")).sorted().toList();
    }
  }

  private void interrupt(Interrupted moment) throws IOException {
    Path data = folder.resolve("volume/data");
    Path newest = binaryLogs().getLast();
    byte[] begun = Arrays.copyOf(Files.readAllBytes(newest), BEGUN_BYTES);
    try (FileChannel log = FileChannel.open(newest, StandardOpenOption.WRITE)) {
      log.write(ByteBuffer.wrap(new byte[] {0}), FLAGS_OFFSET);
    }
    switch (moment) {
      case LOG_UNMARKED -> {}
      case INDEX_UNDER_EXCHANGE -> {
        next(begun);
        Files.move(data.resolve("binlog.index"), data.resolve("binlog.index_crash_safe"));
      }
      case NEXT_LOG_EMPTY -> next();
      case NEXT_LOG_BEGUN -> next(begun);
      case NEXT_LOG_LACKS_THE_END_OF_ITS_LIST ->
          next(begun, eventHeader(PREVIOUS_GTIDS, 71), new byte[1]);
      case NEXT_LOG_HAS_NO_LIST -> next(begun, eventHeader(STOP, 23), new byte[4]);
    }
  }

  /** Its time, type, server id, size, end and flags. */
  private static byte[] eventHeader(int type, int size) {
    return ByteBuffer.allocate(19)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(0)
        .put((byte) type)
        .putInt(77)
        .putInt(size)
        .putInt(BEGUN_BYTES + size)
        .putShort((short) 0)
        .array();
  }

  private void next(byte[]... parts) throws IOException {
    Path data = folder.resolve("volume/data");
    Path next = Files.createFile(data.resolve("binlog.000099"));
    for (byte[] part : parts) {
      Files.write(next, part, StandardOpenOption.APPEND);
    }
    Files.writeString(data.resolve("binlog.index"), "./binlog.000099\n", StandardOpenOption.APPEND);
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
    assertThat(files.output()).content().doesNotContain("in use again", "only begun");
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
}
