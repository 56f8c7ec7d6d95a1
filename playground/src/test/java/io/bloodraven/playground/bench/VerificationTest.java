package io.bloodraven.playground.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloodraven.playground.ledger.Attempt;
import io.bloodraven.playground.ledger.LedgerReport;
import io.bloodraven.playground.ledger.Outcome;
import io.bloodraven.playground.ledger.WriteGap;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class VerificationTest {
  private static final Attempt ON_A = new Attempt(1, "iad", "A", Outcome.ACKED, 0, 1, "");
  private static final Attempt ON_B = new Attempt(2, "pdx", "B", Outcome.ACKED, 5, 6, "");
  private static final Attempt LATE = new Attempt(3, "iad", "A", Outcome.ACKED, 8, 9, "");

  @Test
  void acceptsACleanMove() {
    assertThat(check(ledger(List.of(), List.of(ON_A, ON_B), ids(), ids()), 1, 0)).isEmpty();
  }

  @Test
  void refusesALateAck() {
    assertThat(check(ledger(List.of(LATE), List.of(ON_A, ON_B), ids(), ids()), 1, 0))
        .containsExactly(
            "the old primary acknowledged 1 writes after the new one's first, for 2.0 ms");
  }

  @Test
  void refusesMoreMovesThanEpochs() {
    assertThat(check(ledger(List.of(), List.of(ON_A, ON_B, LATE), ids(), ids()), 1, 0)).hasSize(1);
    assertThat(check(ledger(List.of(), List.of(ON_A, ON_B, LATE), ids(), ids()), 2, 0)).isEmpty();
    assertThat(check(ledger(List.of(), List.of(ON_A, ON_B), ids(), ids()), 0, 0)).hasSize(1);
  }

  @Test
  void refusesALossThatIsNotReported() {
    LedgerReport twoLost = ledger(List.of(), List.of(ON_A, ON_B), ids(7, 8), ids());
    assertThat(check(twoLost, 1, 1))
        .containsExactly(
            "2 acknowledged writes are lost (first id 7), the group reports a loss of 1");
    assertThat(check(twoLost, 1, 2)).isEmpty();
  }

  @Test
  void refusesARefusedWriteThatHappened() {
    assertThat(check(ledger(List.of(), List.of(ON_A, ON_B), ids(), ids(9)), 1, 0)).hasSize(1);
  }

  @Test
  void refusesATardyAckOfAServerThatWasFrozen() {
    LedgerReport tardy = ledger(List.of(), List.of(ON_A, ON_B), ids(), ids());
    assertThat(Verification.violations(tardy, true, 1, 0))
        .containsExactly(
            "the thawed old primary acknowledged 3 writes that were under way when it froze");
  }

  private static List<String> check(LedgerReport ledger, long epochs, long reportedLoss) {
    return Verification.violations(ledger, false, epochs, reportedLoss);
  }

  private static LedgerReport ledger(
      List<Attempt> late, List<Attempt> reigns, SortedSet<Long> lost, SortedSet<Long> kept) {
    WriteGap gap = new WriteGap(1, 1);
    return new LedgerReport("A", "B", gap, gap, late, 2, 3, 16, reigns, lost, kept, 2, 0, 0, 0);
  }

  private static SortedSet<Long> ids(long... ids) {
    SortedSet<Long> set = new TreeSet<>();
    for (long id : ids) {
      set.add(id);
    }
    return set;
  }
}
