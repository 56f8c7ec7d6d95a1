package io.bloodraven.playground.nemesis;

import io.bloodraven.playground.ledger.Attempt;
import io.bloodraven.playground.ledger.LedgerReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Holds what clients saw against what is promised. Pure.
 *
 * @param ledger what the clients' record proves
 * @param siteOfServer by server UUID
 * @param holders sites that were allowed to write one after another, by epoch
 * @param aside ids of rows that blocked sites keep and report; empty when none is blocked
 */
record Judgement(
    LedgerReport ledger, Map<String, String> siteOfServer, List<String> holders, Set<Long> aside) {

  /** Whatever is proven to be wrong. */
  List<String> violations() {
    List<String> violations = new ArrayList<>();
    List<String> reigns = ledger.reigns().stream().map(this::site).toList();
    if (!isWithin(reigns, holders)) {
      violations.add(
          "writes were acknowledged by %s in turn, while the epochs were those of %s"
              .formatted(reigns, holders));
    }
    SortedSet<Long> nowhere = new TreeSet<>(ledger.lost());
    nowhere.removeAll(aside);
    if (!nowhere.isEmpty()) {
      violations.add(
          "%d acknowledged writes are lost and not reported, the first is %d"
              .formatted(nowhere.size(), nowhere.getFirst()));
    }
    if (!ledger.keptThoughRefused().isEmpty()) {
      violations.add("%d refused writes happened".formatted(ledger.keptThoughRefused().size()));
    }
    return violations;
  }

  private String site(Attempt ack) {
    return siteOfServer.getOrDefault(ack.server(), "server " + ack.server());
  }

  /** Whether {@code turns} can be had by leaving out some of {@code allowed}. */
  private static boolean isWithin(List<String> turns, List<String> allowed) {
    int next = 0;
    for (String site : allowed) {
      if (next < turns.size() && turns.get(next).equals(site)) {
        next++;
      }
    }
    return next == turns.size();
  }
}
