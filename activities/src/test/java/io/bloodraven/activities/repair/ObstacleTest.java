package io.bloodraven.activities.repair;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloodraven.activities.mysql.ServerGtids;
import io.bloodraven.api.gtid.GtidSet;
import io.bloodraven.workflows.repair.RejoinResult;
import io.bloodraven.workflows.repair.RejoinResult.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObstacleTest {
  private static final String UUID = "aaaaaaaa-0000-0000-0000-000000000000";
  private static final String A = UUID + ":";
  private static final String OTHER_UUID = "bbbbbbbb-0000-0000-0000-000000000000";

  @ParameterizedTest(name = "site {0} of source {1} purged {2}, seeded {3}: {4}")
  @CsvSource({
    "  -,   1-9, -,   false, NEEDS_CLONE",
    "  -,   1-9, -,   true,  none",
    "  -,   1-9, 1-2, true,  NEEDS_CLONE",
    "  -,   -,   -,   true,  none",
    "  -,   -,   -,   false, NEEDS_CLONE",
    "  1-4, 1-9, -,   false, none",
    "  1-4, 1-9, 1-4, false, none",
    "  1-4, 1-9, 1-5, false, NEEDS_CLONE",
    "  2-9, 1-9, 1-5, false, NEEDS_CLONE",
    "  1-9, 1-9, 1-9, false, none",
    "  1-9, 1-8, 1-5, true,  DIVERGENT",
    // what only this site has is said first: a clone would destroy it
    "  8-9, 1-8, 1-5, false, DIVERGENT",
  })
  void inTheWay(String site, String source, String purged, boolean seeded, String outcome) {
    assertThat(outcome(server(OTHER_UUID, site, "-"), server(UUID, source, purged), seeded))
        .isEqualTo(outcome);
  }

  @Test
  void divergenceIsExact() {
    assertThat(Obstacle.between(server(OTHER_UUID, "1-9", "-"), server(UUID, "1-6:8", "-"), false))
        .hasValueSatisfying(result -> {
          assertThat(result.divergentGtid()).isEqualTo(A + "7:9");
          assertThat(result.divergentCount()).isEqualTo(2);
        });
  }

  @ParameterizedTest(name = "site made {0} and has {1}, the source {2}: {3}")
  @CsvSource({
    "A, 1-9,     1-9, none",
    "A, 1-7,     1-9, NEEDS_CLONE",
    "A, 1-7:9,   1-9, NEEDS_CLONE",
    "B, 1-7,     1-9, none",
    // as long as nothing of it is lost: a clone would destroy what only this site has
    "A, 1-7:9-10, 1-9, DIVERGENT",
  })
  void forgettingWhatItMadeItself(String maker, String site, String source, String outcome) {
    String uuid = maker.equals("A") ? UUID : OTHER_UUID;
    assertThat(outcome(server(uuid, site, "-"), server("source", source, "-"), true))
        .isEqualTo(outcome);
  }

  /** Its receiver may count what it dropped as received. */
  @Test
  void whatASiteMadeItselfIsNotThereForBeingReceived() {
    ServerGtids site = new ServerGtids(UUID, set("1-7"), set("8-9"), GtidSet.EMPTY);
    assertThat(Obstacle.between(site, server(OTHER_UUID, "1-9", "-"), true))
        .hasValueSatisfying(result -> assertThat(result.message()).contains(A + "8-9"));
  }

  private static String outcome(ServerGtids site, ServerGtids source, boolean seeded) {
    return Obstacle.between(site, source, seeded)
        .map(RejoinResult::outcome)
        .map(Outcome::name)
        .orElse("none");
  }

  private static ServerGtids server(String uuid, String executed, String purged) {
    return new ServerGtids(uuid, set(executed), GtidSet.EMPTY, set(purged));
  }

  private static GtidSet set(String numbers) {
    return numbers.equals("-") ? GtidSet.EMPTY : GtidSet.parse(A + numbers);
  }
}
