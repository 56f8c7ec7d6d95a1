package io.bloodraven.playground.bench;

import io.bloodraven.playground.ledger.LedgerReport;
import java.util.ArrayList;
import java.util.List;

/** Holds a ledger's report against what is promised. Pure. */
final class Verification {
  private Verification() {}

  /**
   * What the ledger proves to be wrong.
   *
   * @param frozen whether the fault froze the old primary, so that no answer of its can come late
   * @param epochs how many epochs the group went through during the ledger: each may move the right
   *     to write once
   * @param reportedLoss transactions that the group says only the old primary has
   */
  static List<String> violations(
      LedgerReport ledger, boolean frozen, long epochs, long reportedLoss) {
    List<String> violations = new ArrayList<>();
    if (!ledger.lateAcks().isEmpty()) {
      violations.add(
          "the old primary acknowledged %d writes after the new one's first, for %.1f ms"
              .formatted(ledger.lateAcks().size(), ledger.overlapMillis()));
    }
    if (frozen && ledger.tardyAcks() > 0) {
      violations.add(
          "the thawed old primary acknowledged %d writes that were under way when it froze"
              .formatted(ledger.tardyAcks()));
    }
    if (ledger.reigns().size() > epochs + 1) {
      violations.add(
          "writes were acknowledged by %d servers in turn, with %d new epochs"
              .formatted(ledger.reigns().size(), epochs));
    }
    if (ledger.lost().size() > reportedLoss) {
      violations.add(
          "%d acknowledged writes are lost (first id %d), the group reports a loss of %d"
              .formatted(ledger.lost().size(), ledger.lost().getFirst(), reportedLoss));
    }
    if (!ledger.keptThoughRefused().isEmpty()) {
      violations.add("%d refused writes happened".formatted(ledger.keptThoughRefused().size()));
    }
    return violations;
  }
}
