package io.bloodraven.api.crd;

/**
 * Options of mysqld that Bloodraven sets itself, because safety and replication stand on them. A
 * manifest that sets one is refused by name. The rules look up names that are written out, for the
 * API server reckons with keys and loop variables of any length.
 */
final class OwnedOptions {
  private static final String NAMES =
      "['gtid_mode', 'enforce_gtid_consistency', 'log_bin', 'skip_log_bin', "
          + "'disable_log_bin', 'log_bin_index', 'log_replica_updates', "
          + "'skip_log_replica_updates', 'log_slave_updates', 'skip_log_slave_updates', "
          + "'skip_replica_start', 'skip_slave_start', 'super_read_only', 'read_only', "
          + "'relay_log', 'relay_log_index', 'relay_log_recovery', 'sync_relay_log', 'server_id', "
          + "'server_uuid', 'clone', 'skip_clone', 'plugin_load', 'plugin_load_add', "
          + "'replica_net_timeout', 'datadir', 'tmpdir', 'socket', 'pid_file', 'port', "
          + "'report_host', 'report_port']";

  /** mysqld takes '-' for '_'. */
  private static final String OTHER_SPELLINGS =
      "['gtid-mode', 'enforce-gtid-consistency', 'log-bin', 'skip-log-bin', "
          + "'disable-log-bin', 'log-bin-index', 'log-replica-updates', "
          + "'skip-log-replica-updates', 'log-slave-updates', 'skip-log-slave-updates', "
          + "'skip-replica-start', 'skip-slave-start', 'super-read-only', 'read-only', "
          + "'relay-log', 'relay-log-index', 'relay-log-recovery', 'sync-relay-log', 'server-id', "
          + "'server-uuid', 'skip-clone', 'plugin-load', 'plugin-load-add', "
          + "'replica-net-timeout', 'pid-file', 'report-host', 'report-port']";

  /** May be set to the value that they have anyway. */
  private static final String ON =
      "['event_scheduler', 'performance_schema', 'replica_preserve_commit_order']";

  private static final String OFF = "['mysqlx']";

  private static final String SET_OTHERWISE_THAN_ON =
      "n in self && !(self[n] in ['ON', 'on', '1', 'TRUE', 'true'])";

  private static final String SET_OTHERWISE_THAN_OFF =
      "n in self && !(self[n] in ['OFF', 'off', '0', 'FALSE', 'false'])";

  private static final String FOUND =
      (NAMES + ".filter(n, n in self)")
          + (" + " + OTHER_SPELLINGS + ".filter(n, n in self)")
          + (" + " + ON + ".filter(n, " + SET_OTHERWISE_THAN_ON + ")")
          + (" + " + OFF + ".filter(n, " + SET_OTHERWISE_THAN_OFF + ")");

  /** CEL rule on a map of options. */
  static final String RULE = "(" + FOUND + ").size() == 0";

  /** CEL expression of the message: names the option. */
  static final String MESSAGE =
      "'mysqlConf sets ' + (" + FOUND + ")[0] + ', which Bloodraven sets itself: remove it'";

  private OwnedOptions() {}
}
