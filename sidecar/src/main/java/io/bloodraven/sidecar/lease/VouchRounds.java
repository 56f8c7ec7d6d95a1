package io.bloodraven.sidecar.lease;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/** Rounds of questions to the peers whose answers may still come in. */
final class VouchRounds {
  private static final int KEPT = 4;

  private record Round(long id, long askedAt, Set<String> asked, Set<String> granted) {}

  private final Deque<Round> rounds = new ArrayDeque<>();

  void begin(long id, long askedAt, Set<String> asked) {
    rounds.addLast(new Round(id, askedAt, Set.copyOf(asked), new HashSet<>()));
    if (rounds.size() > KEPT) {
      rounds.removeFirst();
    }
  }

  /**
   * A peer said yes.
   *
   * @param mustVouch the sites that count now: a round that did not ask all of them, because the
   *     electorate changed since, proves nothing
   * @return when the round was asked if it is complete now, else {@link LeaseTimings#NEVER}
   */
  long granted(long id, String site, Set<String> mustVouch) {
    for (Round round : rounds) {
      if (round.id == id && round.asked.contains(site)) {
        round.granted.add(site);
        return round.granted.containsAll(mustVouch) ? round.askedAt : LeaseTimings.NEVER;
      }
    }
    return LeaseTimings.NEVER;
  }

  /** No answer to anything asked so far counts any more. */
  void forget() {
    rounds.clear();
  }
}
