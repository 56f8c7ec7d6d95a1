package io.bloodraven.sidecar.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import io.bloodraven.sidecar.lease.LeaseRecord;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LeaseJsonTest {
  private static final String EMPTY =
      """
      {"metadata":{"name":"mysql-g","resourceVersion":"41","labels":{"kept":"yes"},
       "managedFields":[{}],
       "annotations":{"other":"kept","bloodraven.shipstream.io/electorate":"iad, pdx"}},
       "spec":{}}
      """;

  @Test
  void readsALeaseThatNobodyHasHeld() throws IOException {
    assertThat(LeaseJson.read(JSON.std.mapFrom(EMPTY)))
        .isEqualTo(new LeaseRecord("41", 0, "", "", List.of("iad", "pdx"), List.of()));
  }

  @Test
  void keepsWhatItDoesNotKnowAndReadsWhatItWrote() throws IOException {
    LeaseRecord wanted = new LeaseRecord("41", 3, "pdx", "uid", List.of("pdx"), List.of("iad"));
    String json =
        LeaseJson.write(
            JSON.std.mapFrom(EMPTY), wanted, 6_000, Instant.parse("2026-01-02T03:04:05Z"));
    Map<String, Object> object = JSON.std.mapFrom(json);
    assertThat(LeaseJson.read(object)).isEqualTo(wanted);
    assertThat(json)
        .contains("\"kept\":\"yes\"", "\"other\":\"kept\"")
        .contains("\"renewTime\":\"2026-01-02T03:04:05.000000Z\"")
        .contains("\"leaseDurationSeconds\":6")
        .doesNotContain("managedFields");
  }

  @Test
  void aHolderThatIsNoPodOfASiteIsRefused() {
    String foreign = EMPTY.replace("\"spec\":{}", "\"spec\":{\"holderIdentity\":\"somebody\"}");
    assertThatThrownBy(() -> LeaseJson.read(JSON.std.mapFrom(foreign)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("somebody");
  }
}
