package io.bloodraven.playground.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ReignsTest {

  @Property(tries = 300)
  void isAProofAndNoneIsLonger(@ForAll("acks") List<Attempt> acks) {
    List<Attempt> chain = Reigns.chain(acks);
    for (int i = 1; i < chain.size(); i++) {
      assertThat(chain.get(i - 1).endedBefore(chain.get(i))).isTrue();
      assertThat(chain.get(i).server()).isNotEqualTo(chain.get(i - 1).server());
    }
    assertThat(chain).hasSize(longestByTrying(acks));
  }

  /** Every chain is tried: the order of starts contains every order of certain succession. */
  private static int longestByTrying(List<Attempt> acks) {
    List<Attempt> byStart = new ArrayList<>(acks);
    byStart.sort(Comparator.comparingLong(Attempt::startNanos));
    int[] longestEndingAt = new int[byStart.size()];
    int longest = 0;
    for (int i = 0; i < byStart.size(); i++) {
      longestEndingAt[i] = 1;
      for (int j = 0; j < byStart.size(); j++) {
        boolean follows = byStart.get(j).endedBefore(byStart.get(i));
        if (j < i && follows && !byStart.get(j).server().equals(byStart.get(i).server())) {
          longestEndingAt[i] = Math.max(longestEndingAt[i], longestEndingAt[j] + 1);
        }
      }
      longest = Math.max(longest, longestEndingAt[i]);
    }
    return longest;
  }

  @Provide
  Arbitrary<List<Attempt>> acks() {
    return Combinators.combine(
            Arbitraries.of("A", "B", "C"),
            Arbitraries.longs().between(0, 60),
            Arbitraries.longs().between(0, 20))
        .as((server, start, length) ->
            new Attempt(0, server, server, Outcome.ACKED, start, start + length, ""))
        .list()
        .ofMaxSize(20);
  }
}
