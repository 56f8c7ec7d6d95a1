package io.bloodraven.watcher.intake;

import static io.bloodraven.watcher.tracking.TestingHeartbeats.replica;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.fasterxml.jackson.jr.ob.JSON;
import io.bloodraven.api.health.Heartbeat;
import java.io.IOException;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeartbeatLineTest {
  private static final Heartbeat HEARTBEAT = replica("pdx", "iad", 3, 100, 200);

  @Test
  void readsWhatASidecarWrites() throws IOException {
    assertThat(HeartbeatLine.parse(JSON.std.asString(HEARTBEAT))).isEqualTo(HEARTBEAT);
  }

  @Test
  void leavesUnknownFieldsAlone() throws IOException {
    Map<String, Object> later = JSON.std.mapFrom(JSON.std.asString(HEARTBEAT));
    later.put("fieldOfALaterRelease", Map.of("a", 1));

    assertThat(HeartbeatLine.parse(JSON.std.asString(later))).isEqualTo(HEARTBEAT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "namespace",
        "group",
        "site",
        "podUid",
        "bootId",
        "server",
        "lease",
        "gtidExecuted",
        "gtidReceived",
        "armedSwitches"
      })
  void refusesAHeartbeatThatLacksAField(String field) throws IOException {
    Map<String, Object> incomplete = JSON.std.mapFrom(JSON.std.asString(HEARTBEAT));
    incomplete.remove(field);
    String line = JSON.std.asString(incomplete);

    assertThatIOException().isThrownBy(() -> HeartbeatLine.parse(line));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "7",
        "[]",
        "{",
        "{\"lease\": 3}",
        "{\"server\": \"ASLEEP\"}",
        "{\"sequence\": 1e999}"
      })
  void refusesWhatIsNone(String line) {
    assertThatIOException().isThrownBy(() -> HeartbeatLine.parse(line));
  }

  @Property
  void refusesWhateverElseComes(@ForAll String line) {
    assertThatIOException().isThrownBy(() -> HeartbeatLine.parse(line));
  }
}
