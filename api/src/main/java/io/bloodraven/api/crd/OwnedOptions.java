package io.bloodraven.api.crd;

/**
 * Options of mysqld that Bloodraven sets itself, because safety and replication stand on them. A
 * manifest that sets one is refused by name, whichever way MySQL would let it be written.
 */
final class OwnedOptions {
  private static final String NAMES =
      "gtid_mode|enforce_gtid_consistency|log_bin|log_bin_index"
          + "|log_replica_updates|log_slave_updates|replica_start|slave_start"
          + "|skip_replica_start|skip_slave_start|super_read_only|read_only"
          + "|relay_log|relay_log_index|relay_log_recovery|sync_relay_log"
          + "|server_id|server_uuid|clone|plugin_load|datadir|port";

  /** True for the name of an owned option; mysqld takes '-' for '_' and some prefixes. */
  private static final String OWNED =
      "k.replace('-', '_').lowerAscii().matches('^((loose|skip|disable|enable|maximum)_)*("
          + NAMES
          + ")$')";

  /** CEL rule on a map of options. */
  static final String RULE = "self.all(k, !" + OWNED + ")";

  /** CEL expression of the message: names the option. */
  static final String MESSAGE =
      "'mysqlConf sets ' + self.filter(k, "
          + OWNED
          + ")[0] + ', which Bloodraven sets itself: remove it'";

  private OwnedOptions() {}
}
