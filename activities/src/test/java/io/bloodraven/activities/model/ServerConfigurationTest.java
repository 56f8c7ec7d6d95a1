package io.bloodraven.activities.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerConfigurationTest {
  @ParameterizedTest
  @CsvSource({
    "super_read_only, OFF, super_read_only = ON",
    "super-read-only, OFF, super_read_only = ON",
    "GTID_MODE, OFF, gtid_mode = ON",
    "relay_log_recovery, ON, relay_log_recovery = OFF",
    "server_id, 1, server_id = 42",
    "skip_replica_start, OFF, skip_replica_start = ON",
    "replica_net_timeout, 60, replica_net_timeout = 8"
  })
  void hasTheLastWordOnWhatSafetyStandsOn(String option, String value, String owned) {
    List<String> lines = lines(Map.of(option, value));

    String name = owned.substring(0, owned.indexOf(' '));
    assertThat(lines).filteredOn(line -> line.startsWith(name + " ")).last().isEqualTo(owned);
  }

  @Test
  void leavesTheRestToTheUser() {
    List<String> lines = lines(Map.of("sync-binlog", "100", "skip-external-locking", ""));

    assertThat(lines)
        .contains("sync_binlog = 100", "skip_external_locking")
        .doesNotContain("sync_binlog = 1");
  }

  @Test
  void laysASitesOptionsOverTheGroupsHoweverTheyAreWritten() {
    assertThat(
            ServerConfiguration.overlaid(
                Map.of("max_connections", "1", "sync_binlog", "1"), Map.of("Max-Connections", "2")))
        .isEqualTo(Map.of("max_connections", "2", "sync_binlog", "1"));
  }

  @Test
  void loadsTheUsersPluginsBesideItsOwn() {
    assertThat(lines(Map.of("plugin-load-add", "rpl_semi_sync.so")))
        .contains("plugin_load_add = rpl_semi_sync.so", "plugin_load_add = mysql_clone.so");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[client]", "a b", "!include", "a=b", "x\ny"})
  void refusesWhatIsNoOption(String name) {
    assertThatThrownBy(() -> lines(Map.of(name, "1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(name);
  }

  @Test
  void refusesAValueThatWouldBeTwoLines() {
    assertThatThrownBy(() -> lines(Map.of("init_connect", "x\nsuper_read_only=OFF")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("init_connect");
  }

  private static List<String> lines(Map<String, String> options) {
    return ServerConfiguration.text(42, "iad.example", options).lines().toList();
  }
}
