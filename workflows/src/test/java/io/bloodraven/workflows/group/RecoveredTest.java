package io.bloodraven.workflows.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloodraven.workflows.decision.GroupSnapshot;
import io.bloodraven.workflows.decision.Recovery;
import io.bloodraven.workflows.decision.Recovery.Stage;
import io.bloodraven.workflows.group.DecidedStatus.SiteDecision;
import io.bloodraven.workflows.testing.TestingCluster;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RecoveredTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private static DecidedStatus pdxIs(String state) {
    return new DecidedStatus(
        1,
        "iad",
        1,
        1,
        "Ready",
        List.of(new SiteDecision("pdx", "", "", 0, "", state, "")),
        List.of(),
        null,
        "",
        "",
        List.of());
  }

  private static GroupSnapshot group(Map<String, Recovery> recoveries) {
    return new GroupSnapshot(
        new TestingCluster("iad", "pdx").spec(),
        "iad",
        1,
        Instant.EPOCH,
        Instant.EPOCH,
        Instant.EPOCH,
        List.of(),
        recoveries,
        Map.of(),
        Set.of(),
        NOW);
  }

  @ParameterizedTest
  @CsvSource({
    "Pending, Converged, true",
    "Pending, Pending, false",
    "Converged, Converged, false",
    "Converged, Pending, false",
    "'', Converged, false",
  })
  void isWhoFollowsAndDidNot(String before, String after, boolean recovered) {
    assertThat(Recovered.sites(pdxIs(before), pdxIs(after), group(Map.of())))
        .isEqualTo(recovered ? List.of("pdx") : List.of());
  }

  @Test
  void nobodyBeforeAnythingWasSaid() {
    assertThat(Recovered.sites(null, pdxIs("Converged"), group(Map.of()))).isEmpty();
  }

  /** RecoveryComplete has told of a repair that has just succeeded. */
  @ParameterizedTest
  @CsvSource({
    "RETRY, 0, '', 1, false",
    "RETRY, 0, '', 0, true",
    "RETRY, 1, 'it failed', 1, true",
    "RETRY, 0, 'fenced', 1, true",
    "BLOCKED, 0, '', 1, true",
  })
  void isNotWhomARepairHasJustBroughtBack(
      Stage stage, int attempts, String message, int notBefore, boolean recovered) {
    Recovery recovery =
        new Recovery("pdx", stage, 1, "pod", attempts, NOW.plusSeconds(notBefore), "", 0, message);
    assertThat(
            Recovered.sites(pdxIs("Pending"), pdxIs("Converged"), group(Map.of("pdx", recovery))))
        .isEqualTo(recovered ? List.of("pdx") : List.of());
  }
}
