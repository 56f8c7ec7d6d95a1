package io.bloodraven.api.crd;

/**
 * Options of mysqld that Bloodraven sets itself, because safety and replication stand on them. A
 * manifest that sets one is refused by name, however it is spelled. The rules look up names that
 * are written out, for the API server reckons with keys and loop variables of any length; where
 * they must look into a key they do it character by character, which it reckons to be cheap.
 */
final class OwnedOptions {
  /** More options than that no map may have: each may have to be compared with each. */
  static final long MOST = 64;

  /** The same for a site, of which there may be sixteen. */
  static final long MOST_OF_SITE = 16;

  private static final String NAMES =
      "['gtid_mode', 'enforce_gtid_consistency', 'log_bin', 'skip_log_bin', "
          + "'disable_log_bin', 'log_bin_index', 'log_replica_updates', "
          + "'skip_log_replica_updates', 'log_slave_updates', 'skip_log_slave_updates', "
          + "'skip_replica_start', 'skip_slave_start', 'super_read_only', 'read_only', "
          + "'relay_log', 'relay_log_index', 'relay_log_recovery', 'sync_relay_log', "
          + "'server_id', 'server_uuid', 'clone', 'skip_clone', 'plugin_load', "
          + "'plugin_load_add', 'replica_net_timeout', 'datadir', 'tmpdir', 'socket', "
          + "'pid_file', 'port', 'report_host', 'report_port']";

  /** mysqld takes '-' for '_'. */
  private static final String OTHER_SPELLINGS =
      "['gtid-mode', 'enforce-gtid-consistency', 'log-bin', 'skip-log-bin', "
          + "'disable-log-bin', 'log-bin-index', 'log-replica-updates', "
          + "'skip-log-replica-updates', 'log-slave-updates', 'skip-log-slave-updates', "
          + "'skip-replica-start', 'skip-slave-start', 'super-read-only', 'read-only', "
          + "'relay-log', 'relay-log-index', 'relay-log-recovery', 'sync-relay-log', "
          + "'server-id', 'server-uuid', 'skip-clone', 'plugin-load', 'plugin-load-add', "
          + "'replica-net-timeout', 'pid-file', 'report-host', 'report-port']";

  /** May be set to the value that they have anyway. */
  private static final String ON =
      "['event_scheduler', 'event-scheduler', 'performance_schema', "
          + "'performance-schema', 'replica_preserve_commit_order', "
          + "'replica-preserve-commit-order', 'partial_revokes', 'partial-revokes']";

  private static final String OFF = "['mysqlx']";

  /** Ways to say OFF. */
  private static final String NEGATED =
      "['skip_enforce_gtid_consistency', 'skip-enforce-gtid-consistency', "
          + "'skip_super_read_only', 'skip-super-read-only', 'skip_read_only', "
          + "'skip-read-only', 'skip_relay_log_recovery', 'skip-relay-log-recovery', "
          + "'skip_event_scheduler', 'skip-event-scheduler', 'skip_performance_schema', "
          + "'skip-performance-schema', 'skip_replica_preserve_commit_order', "
          + "'skip-replica-preserve-commit-order', 'skip_partial_revokes', "
          + "'skip-partial-revokes', 'disable_enforce_gtid_consistency', "
          + "'disable-enforce-gtid-consistency', 'disable_super_read_only', "
          + "'disable-super-read-only', 'disable_read_only', 'disable-read-only', "
          + "'disable_relay_log_recovery', 'disable-relay-log-recovery', "
          + "'disable_event_scheduler', 'disable-event-scheduler', "
          + "'disable_performance_schema', 'disable-performance-schema', "
          + "'disable_replica_preserve_commit_order', "
          + "'disable-replica-preserve-commit-order', 'disable_partial_revokes', "
          + "'disable-partial-revokes']";

  private static final String SET_OTHERWISE_THAN_ON =
      "n in self && !(self[n] in ['ON', 'on', '1', 'TRUE', 'true'])";

  private static final String SET_OTHERWISE_THAN_OFF =
      "n in self && !(self[n] in ['OFF', 'off', '0', 'FALSE', 'false'])";

  private static final String FOUND =
      (NAMES + ".filter(n, n in self)")
          + (" + " + OTHER_SPELLINGS + ".filter(n, n in self)")
          + (" + " + NEGATED + ".filter(n, n in self)")
          + (" + " + ON + ".filter(n, " + SET_OTHERWISE_THAN_ON + ")")
          + (" + " + OFF + ".filter(n, " + SET_OTHERWISE_THAN_OFF + ")");

  /** CEL rule on a map of options. */
  static final String RULE = "(" + FOUND + ").size() == 0";

  /** CEL expression of the message: names the option. */
  static final String MESSAGE =
      "'mysqlConf sets ' + (" + FOUND + ")[0] + ', which Bloodraven sets itself: remove it'";

  private static final String FOUND_LOOSE =
      "['loose_gtid_mode', 'loose-gtid-mode', 'loose_enforce_gtid_consistency', "
          + "'loose-enforce-gtid-consistency', 'loose_log_bin', 'loose-log-bin', "
          + "'loose_skip_log_bin', 'loose-skip-log-bin', 'loose_disable_log_bin', "
          + "'loose-disable-log-bin', 'loose_log_bin_index', 'loose-log-bin-index', "
          + "'loose_log_replica_updates', 'loose-log-replica-updates', "
          + "'loose_skip_log_replica_updates', 'loose-skip-log-replica-updates', "
          + "'loose_log_slave_updates', 'loose-log-slave-updates', "
          + "'loose_skip_log_slave_updates', 'loose-skip-log-slave-updates', "
          + "'loose_skip_replica_start', 'loose-skip-replica-start', "
          + "'loose_skip_slave_start', 'loose-skip-slave-start', 'loose_super_read_only', "
          + "'loose-super-read-only', 'loose_read_only', 'loose-read-only', "
          + "'loose_relay_log', 'loose-relay-log', 'loose_relay_log_index', "
          + "'loose-relay-log-index', 'loose_relay_log_recovery', "
          + "'loose-relay-log-recovery', 'loose_sync_relay_log', 'loose-sync-relay-log', "
          + "'loose_server_id', 'loose-server-id', 'loose_server_uuid', "
          + "'loose-server-uuid', 'loose_clone', 'loose-clone', 'loose_skip_clone', "
          + "'loose-skip-clone', 'loose_plugin_load', 'loose-plugin-load', "
          + "'loose_plugin_load_add', 'loose-plugin-load-add', "
          + "'loose_replica_net_timeout', 'loose-replica-net-timeout', 'loose_datadir', "
          + "'loose-datadir', 'loose_tmpdir', 'loose-tmpdir', 'loose_socket', "
          + "'loose-socket', 'loose_pid_file', 'loose-pid-file', 'loose_port', "
          + "'loose-port', 'loose_report_host', 'loose-report-host', 'loose_report_port', "
          + "'loose-report-port', 'loose_event_scheduler', 'loose-event-scheduler', "
          + "'loose_performance_schema', 'loose-performance-schema', "
          + "'loose_replica_preserve_commit_order', 'loose-replica-preserve-commit-order', "
          + "'loose_partial_revokes', 'loose-partial-revokes', 'loose_mysqlx', "
          + "'loose-mysqlx']"
          + ".filter(n, n in self)";

  /** mysqld takes an option with {@code loose_} before it for the option. */
  static final String LOOSE_RULE = FOUND_LOOSE + ".size() == 0";

  /** Names the option. */
  static final String LOOSE_MESSAGE =
      "'mysqlConf sets ' + " + FOUND_LOOSE + "[0] + ', which Bloodraven sets itself: remove it'";

  private static final String LETTERS = "'abcdefghijklmnopqrstuvwxyz0123456789_-.'";

  private static final String POSITIONS =
      "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, "
          + "27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63]";

  private static final String MISSPELLED =
      "self.filter(k, k.size() > 64 || "
          + POSITIONS
          + ".exists(i, i < k.size() &&"
          + " "
          + LETTERS
          + ".indexOf(k.charAt(i)) < 0) ||"
          + (" (" + POSITIONS + ".exists(i, i < k.size() && k.charAt(i) == '-') &&")
          + (" " + POSITIONS + ".exists(i, i < k.size() && k.charAt(i) == '_')))");

  /** mysqld knows no option in capitals; and with one spelling for each, the lists are complete. */
  static final String SPELLING_RULE = MISSPELLED + ".size() == 0";

  /** Names the key. */
  static final String SPELLING_MESSAGE =
      "'mysqlConf: ' + "
          + MISSPELLED
          + "[0] + ' is not spelled as mysqld spells options: write it in lower-case letters and"
          + " digits, with _ between words (or with - between all of them)'";

  /** Each key is spelled in one way throughout, so the other way has _ wherever this one has -. */
  private static final String TWICE =
      "self.filter(a, "
          + POSITIONS
          + ".exists(i, i < a.size() && a.charAt(i) == '-') &&"
          + " self.exists(b, a.size() == b.size() && "
          + POSITIONS
          + ".all(i, i >= a.size() ||"
          + " (a.charAt(i) == '-' ? b.charAt(i) == '_' : "
          + (LETTERS + ".indexOf(a.charAt(i)) == " + LETTERS + ".indexOf(b.charAt(i))))))");

  /** Whichever of two spellings counts would be chance. */
  static final String TWICE_RULE = TWICE + ".size() == 0";

  /** Names one of the spellings. */
  static final String TWICE_MESSAGE =
      "'mysqlConf has two spellings of ' + " + TWICE + "[0] + ': remove one of them'";

  private OwnedOptions() {}
}
