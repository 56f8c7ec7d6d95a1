package io.bloodraven.playground.nemesis;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloodraven.playground.ledger.Attempt;
import io.bloodraven.playground.ledger.LedgerCheck;
import io.bloodraven.playground.ledger.Outcome;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JudgementTest {
  private static final Attempt A1 = ack(1, "A", 0, 1);
  private static final Attempt B2 = ack(2, "B", 5, 6);
  private static final Attempt A3 = ack(3, "A", 8, 9);

  @Test
  void acceptsTheTurnsThatTheEpochsGave() {
    assertThat(violations(List.of(A1, B2), Set.of(1L, 2L), List.of("iad", "pdx"))).isEmpty();
    assertThat(violations(List.of(A1, B2, A3), Set.of(1L, 2L, 3L), List.of("iad", "pdx", "iad")))
        .isEmpty();
    // a site may be allowed to write and take no write
    assertThat(violations(List.of(A1), Set.of(1L), List.of("iad", "pdx", "iad"))).isEmpty();
  }

  @Test
  void findsAWriteAtADeposedPrimary() {
    assertThat(violations(List.of(A1, B2, A3), Set.of(1L, 2L, 3L), List.of("iad", "pdx")))
        .containsExactly(
            "writes were acknowledged by [iad, pdx, iad] in turn, while the epochs were those of"
                + " [iad, pdx]");
  }

  @Test
  void findsAWriteOfASiteThatHadNoEpoch() {
    assertThat(violations(List.of(A1, B2), Set.of(1L, 2L), List.of("iad"))).hasSize(1);
    assertThat(violations(List.of(ack(4, "C", 0, 1)), Set.of(4L), List.of("iad"))).hasSize(1);
  }

  @Test
  void findsALossThatNobodyReports() {
    assertThat(violations(List.of(A1, B2), Set.of(2L), List.of("iad", "pdx")))
        .containsExactly("1 acknowledged writes are lost and not reported, the first is 1");
    assertThat(judgement(List.of(A1, B2), Set.of(2L), List.of("iad", "pdx"), Set.of(1L))).isEmpty();
  }

  @Test
  void findsARefusedWriteThatHappened() {
    Attempt refused = new Attempt(9, "iad", "A", Outcome.FAILED, 2, 3, "1290");
    assertThat(violations(List.of(A1, refused), Set.of(1L, 9L), List.of("iad")))
        .containsExactly("1 refused writes happened");
  }

  @Test
  void findsAStatusThatNamesTheWrongSiteForTooLong() {
    long second = 1_000_000_000;
    List<StatusSample> iadAllTheTime =
        List.of(new StatusSample(0, "iad"), new StatusSample(20 * second, "iad"));
    List<Attempt> atPdx = List.of(ack(1, "B", 12 * second, 13 * second));
    Map<String, String> sites = Map.of("A", "iad", "B", "pdx");
    assertThat(StatusSample.lies(iadAllTheTime, atPdx, sites)).hasSize(1);
    assertThat(
            StatusSample.lies(iadAllTheTime, List.of(ack(1, "B", 5 * second, 6 * second)), sites))
        .as("within the bound")
        .isEmpty();
    assertThat(
            StatusSample.lies(
                List.of(new StatusSample(0, ""), new StatusSample(20 * second, "")), atPdx, sites))
        .as("it named none")
        .isEmpty();
  }

  private static List<String> violations(
      List<Attempt> attempts, Set<Long> rows, List<String> holders) {
    return judgement(attempts, rows, holders, Set.of());
  }

  private static List<String> judgement(
      List<Attempt> attempts, Set<Long> rows, List<String> holders, Set<Long> aside) {
    return new Judgement(
            new LedgerCheck(attempts, rows, 4).report(),
            Map.of("A", "iad", "B", "pdx"),
            holders,
            aside)
        .violations();
  }

  private static Attempt ack(long id, String server, long start, long end) {
    return new Attempt(id, "service", server, Outcome.ACKED, start, end, "");
  }
}
