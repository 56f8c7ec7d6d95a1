package io.bloodraven.playground.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WriteGapsTest {
  private static final long MILLI = 1_000_000;

  @Test
  void isTheLongestSilenceOfTheServiceSinceTheFault() {
    List<Attempt> attempts =
        List.of(
            ack(1, Target.SERVICE, 0),
            ack(2, Target.SERVICE, 900 * MILLI),
            ack(3, "iad", 950 * MILLI),
            ack(4, Target.SERVICE, 1_000 * MILLI),
            ack(5, Target.SERVICE, 1_400 * MILLI));
    assertThat(WriteGaps.longest(attempts, 0)).isEqualTo(900);
    assertThat(WriteGaps.longest(attempts, 950 * MILLI)).isEqualTo(400);
    assertThat(WriteGaps.longest(attempts.subList(0, 1), 0)).isZero();
  }

  @Test
  void oneThatNothingEndedLastsUntilTheClientsGaveUp() {
    List<Attempt> attempts =
        List.of(
            ack(1, Target.SERVICE, 100 * MILLI),
            new Attempt(2, Target.SERVICE, "A", Outcome.FAILED, 200 * MILLI, 4_100 * MILLI, "1290"),
            ack(3, "iad", 4_200 * MILLI));
    assertThat(WriteGaps.longest(attempts, 150 * MILLI)).isEqualTo(4_000);
  }

  @Test
  void aServerThatIsBackByItselfWasAwayForItsLongestSilence() {
    List<Attempt> attempts =
        List.of(
            ack(1, Target.SERVICE, 100 * MILLI),
            ack(2, Target.SERVICE, 1_700 * MILLI),
            ack(3, Target.SERVICE, 1_740 * MILLI));
    LedgerReport report = new LedgerCheck(attempts, Set.of(1L, 2L, 3L), 120 * MILLI).report();
    assertThat(report.routed()).isEqualTo(new WriteGap(1_580, 1_600));
    assertThat(report.newServer()).isEmpty();
  }

  private static Attempt ack(long id, String target, long at) {
    return new Attempt(id, target, "A", Outcome.ACKED, at, at, "");
  }
}
