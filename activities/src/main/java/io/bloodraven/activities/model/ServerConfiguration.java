package io.bloodraven.activities.model;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A site's {@code my.cnf}. What safety and replication stand on is written last and cannot be
 * overridden; what only makes sense as a starting point comes first and can.
 */
public final class ServerConfiguration {
  /** Where the volume with the data is mounted. */
  static final String MOUNT = "/var/lib/mysql";

  /** The data directory on it. */
  static final String DATA = MOUNT + "/data";

  /** A small memory volume: socket, pid file and, while initialising, the operator account. */
  static final String MEMORY = "/run/bloodraven";

  private static final Pattern OPTION = Pattern.compile("[a-z][a-z0-9_.]*");
  private static final Pattern UNPRINTABLE = Pattern.compile("\\p{Cntrl}");

  private ServerConfiguration() {}

  /**
   * The file's text.
   *
   * @param serverId of this site, unlike that of any other site
   * @param reportHost name by which the others reach this site
   * @param options the user's, by name; the last word on everything that is not Bloodraven's. An
   *     empty value means the bare option.
   * @throws IllegalArgumentException for an option that cannot be written; names it
   */
  public static String text(long serverId, String reportHost, Map<String, String> options) {
    Map<String, String> settings = defaults();
    new TreeMap<>(options)
        .forEach((name, value) -> settings.put(optionName(name), checked(name, value)));
    StringBuilder text = new StringBuilder("[mysqld]\n");
    settings.forEach((name, value) -> line(text, name, value));
    // mysqld takes the last word; of plugins it takes all
    owned(serverId, requireNonNull(reportHost, "reportHost"))
        .forEach((name, value) -> line(text, name, value));
    return text.toString();
  }

  /** Options with others laid over them, whichever way each was written. */
  static Map<String, String> overlaid(Map<String, String> options, Map<String, String> others) {
    Map<String, String> result = new TreeMap<>();
    options.forEach((name, value) -> result.put(optionName(name), value));
    others.forEach((name, value) -> result.put(optionName(name), value));
    return result;
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(name).append(value.isEmpty() ? "" : " = " + value).append('\n');
  }

  /** Good for production; a user may know better. */
  private static Map<String, String> defaults() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("skip_name_resolve", "ON");
    // a TCP health check looks like a failed login; it must not get its host blocked
    settings.put("host_cache_size", "0");
    settings.put("secure_file_priv", "NULL");
    // every acknowledged transaction is in the binary log, whatever kills the server
    settings.put("sync_binlog", "1");
    settings.put("innodb_flush_log_at_trx_commit", "1");
    // they share the flushes of the binary log: 4 apply half as much in the same time
    settings.put("replica_parallel_workers", "16");
    return settings;
  }

  private static Map<String, String> owned(long serverId, String reportHost) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("datadir", DATA);
    settings.put("socket", MEMORY + "/mysqld.sock");
    settings.put("pid_file", MEMORY + "/mysqld.pid");
    settings.put("tmpdir", "/tmp");
    settings.put("port", "3306");
    // a second door for clients that nobody closes
    settings.put("mysqlx", "OFF");
    settings.put("server_id", Long.toString(serverId));
    settings.put("report_host", reportHost);
    settings.put("report_port", "3306");
    settings.put("gtid_mode", "ON");
    settings.put("enforce_gtid_consistency", "ON");
    // file names that do not change with the pod's host name
    settings.put("log_bin", "binlog");
    settings.put("relay_log", "relay-bin");
    settings.put("log_replica_updates", "ON");
    // only the sidecar opens, only a decision replicates
    settings.put("read_only", "ON");
    settings.put("super_read_only", "ON");
    settings.put("skip_replica_start", "ON");
    // received transactions are data: whatever ends mysqld, its restart finds them. Flushing each
    // event (1) would keep them through a power cut too, but the receiver then falls behind a busy
    // source, and what it has not received is lost with the source: see docs/safety.md
    settings.put("relay_log_recovery", "OFF");
    settings.put("sync_relay_log", "10000");
    // not before the default lease is over: a receiver that waits for its source stops in 0.1 s,
    // one that has given it up and tries to connect again takes 2 s and more
    settings.put("replica_net_timeout", "8");
    settings.put("replica_preserve_commit_order", "ON");
    settings.put("event_scheduler", "ON");
    settings.put("performance_schema", "ON");
    // users get privileges on all schemas but the system's; every replica must understand that
    settings.put("partial_revokes", "ON");
    settings.put("plugin_load_add", "mysql_clone.so");
    // loose: plugins are not loaded while the data directory is initialised
    settings.put("loose_clone", "FORCE_PLUS_PERMANENT");
    return settings;
  }

  private static String optionName(String name) {
    String option = name.strip().toLowerCase(Locale.ROOT).replace('-', '_');
    if (!OPTION.matcher(option).matches()) {
      throw new IllegalArgumentException("mysqlConf: \"" + name + "\" is not a server option");
    }
    return option;
  }

  private static String checked(String name, String value) {
    if (UNPRINTABLE.matcher(value).find()) {
      throw new IllegalArgumentException(
          "mysqlConf: the value of " + name + " must be one line of text");
    }
    return value.strip();
  }
}
