package io.bloodraven.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A real mysqld that boots as in production: closed ({@code super_read_only=ON}), GTIDs on, replica
 * not started, clone plugin loaded; with the operator account, no GTIDs and an identity of its own.
 * It keeps port and data over stop and start, and comes back by itself after exit status 16 only
 * (which is how CLONE and RESTART end).
 */
public final class MysqlServer implements AutoCloseable {
  /** The operator account of every server. */
  public static final String USER = "operator";

  /** Its password; with a quote and a backslash, so that every use is tried with them. */
  public static final String PASSWORD = "pass'word\\";

  private static final int RESTART_STATUS = 16;
  private static final Duration START_LIMIT = Duration.ofMinutes(1);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
  private static final AtomicInteger SERVER_IDS = new AtomicInteger();

  private final Path folder;
  private final int port = FreePort.find();
  private final MysqldProgram mysqld = MysqldProgram.locate();
  private final Map<String, String> options = new LinkedHashMap<>();
  private final @Nullable SteppedClock clock;
  private ServerProcess process;
  private boolean wanted;

  private MysqlServer(String name, Map<String, String> extra, @Nullable SteppedClock clock) {
    this.clock = clock;
    folder = Checkout.newFolder(name);
    options.putAll(
        Map.ofEntries(
            Map.entry("server-id", Integer.toString(SERVER_IDS.incrementAndGet())),
            Map.entry("report-host", name),
            Map.entry("gtid-mode", "ON"),
            Map.entry("enforce-gtid-consistency", "ON"),
            Map.entry("log-bin", "binlog"),
            Map.entry("super-read-only", "ON"),
            Map.entry("skip-replica-start", "ON"),
            Map.entry("relay-log-recovery", "OFF"),
            Map.entry("sync-relay-log", "10000"),
            Map.entry("replica-net-timeout", "8"),
            Map.entry("plugin-load-add", "mysql_clone.so"),
            Map.entry("skip-name-resolve", "ON"),
            // its files were copied just now: the page cache has them, a disk would have to read
            Map.entry("innodb-flush-method", "fsync"),
            // small: several run at once
            Map.entry("innodb-buffer-pool-size", "64M"),
            Map.entry("innodb-redo-log-capacity", "32M"),
            Map.entry("innodb-log-buffer-size", "1M"),
            Map.entry("performance-schema-error-size", "0"),
            Map.entry("performance-schema-max-memory-classes", "0"),
            Map.entry("performance-schema-accounts-size", "0"),
            Map.entry("performance-schema-hosts-size", "0"),
            Map.entry("performance-schema-users-size", "0"),
            Map.entry("table-open-cache", "400"),
            Map.entry("table-definition-cache", "400"),
            Map.entry("max-connections", "100")));
    options.putAll(MysqlTemplate.SMALL_DOUBLEWRITE);
    options.putAll(extra);
    new MysqlTemplate(mysqld).copyTo(dataDirectory());
    process = launch();
  }

  /** A started server; {@code name} shows up in paths and as report_host. */
  public static MysqlServer start(String name) {
    return start(name, Map.of());
  }

  /** A started server with further options, such as {@code performance-schema: OFF}. */
  public static MysqlServer start(String name, Map<String, String> options) {
    return new MysqlServer(name, options, null);
  }

  /** A started server whose wall clock is {@code clock}. */
  public static MysqlServer start(String name, SteppedClock clock) {
    return new MysqlServer(name, Map.of(), clock);
  }

  public String host() {
    return "127.0.0.1";
  }

  public int port() {
    return port;
  }

  /** Of the running or the last process. Its name in /proc may be that of a dynamic loader. */
  public synchronized long pid() {
    return process.pid();
  }

  public synchronized boolean isRunning() {
    return process.isAlive();
  }

  public Path dataDirectory() {
    return folder.resolve("data");
  }

  public String jdbcUrl() {
    return "jdbc:mysql://"
        + host()
        + ":"
        + port
        + "/?sslMode=DISABLED&allowPublicKeyRetrieval=true&connectTimeout=5000&socketTimeout=60000";
  }

  /** A new connection of the operator. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(jdbcUrl(), USER, PASSWORD);
  }

  /** Runs statements one after another as operator, in one session of its own. */
  public void execute(String... statements) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** First column of the first row, as text. */
  public String value(String query) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      if (!rows.next()) {
        throw new SQLException("no row: " + query);
      }
      return String.valueOf(rows.getString(1));
    }
  }

  /** Opens the server for writes, as a sidecar would. */
  public void open() throws SQLException {
    execute("SET GLOBAL super_read_only = OFF", "SET GLOBAL read_only = OFF");
  }

  /** Starts it again on the same port and data, after {@link #stop} or {@link #kill}. */
  public synchronized void start() {
    if (process.isAlive()) {
      throw new IllegalStateException("runs already");
    }
    process = launch();
  }

  /** Clean shutdown. */
  public synchronized void stop() {
    wanted = false;
    process.stop(STOP_LIMIT);
  }

  /** SIGKILL. */
  public synchronized void kill() {
    wanted = false;
    process.kill();
  }

  /** SIGSTOP: sockets stay open, nothing answers. */
  public synchronized void freeze() {
    process.freeze();
  }

  /** SIGCONT. */
  public synchronized void thaw() {
    process.signal("CONT");
  }

  /** Ends the server and removes its data; the log stays. */
  @Override
  public synchronized void close() {
    kill();
    try (Stream<Path> files = Files.walk(dataDirectory())) {
      for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ServerProcess launch() {
    SteppedClock stepped = clock;
    List<String> command = new ArrayList<>();
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("MYSQLD_PARENT_PID", Long.toString(ProcessHandle.current().pid()));
    if (stepped == null) {
      command.addAll(mysqld.command(dataDirectory()));
    } else {
      command.addAll(mysqld.steppedCommand(dataDirectory()));
      environment.putAll(stepped.environment());
    }
    command.add("--bind-address=" + host());
    command.add("--port=" + port);
    command.add("--mysqlx=OFF");
    // relative to the data directory: the path of a socket must be short
    command.add("--socket=../socket");
    command.add("--pid-file=" + folder.resolve("pid"));
    options.forEach((name, value) -> command.add("--" + name + "=" + value));
    ServerProcess started = ServerProcess.start(command, environment, folder.resolve("mysqld.log"));
    wanted = true;
    started.await(this::greets, START_LIMIT);
    started.onExit(status -> {
      if (status == RESTART_STATUS) {
        comeBack(started);
      }
    });
    return started;
  }

  private synchronized void comeBack(ServerProcess ended) {
    if (wanted && process == ended) {
      process = launch();
    }
  }

  /** A server that accepts clients speaks first: protocol version 10. */
  private boolean greets() throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getByName(host()), port), 1000);
      socket.setSoTimeout(1000);
      InputStream in = socket.getInputStream();
      byte[] head = in.readNBytes(5);
      return head.length == 5 && head[4] == 10;
    }
  }
}
