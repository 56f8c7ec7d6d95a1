package io.bloodraven.playground.nemesis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlanTest {
  private static final List<Fault> ALL = Arrays.asList(Fault.values());

  @Test
  void isTheSameForTheSameSeed() {
    for (int run = 1; run <= 100; run++) {
      assertThat(Plan.draw(7, run, ALL)).isEqualTo(Plan.draw(7, run, ALL));
    }
    assertThat(Plan.draw(7, 1, ALL)).isNotEqualTo(Plan.draw(8, 1, ALL));
  }

  @Test
  void beginsWithEachFaultOncePerRound() {
    for (int round = 0; round < 3; round++) {
      Set<Fault> first = EnumSet.noneOf(Fault.class);
      for (int run = 1; run <= ALL.size(); run++) {
        first.add(Plan.draw(3, round * ALL.size() + run, ALL).strikes().getFirst().fault());
      }
      assertThat(first).hasSameSizeAs(ALL);
    }
  }

  @Test
  void strikesOneToThreeTimes() {
    List<Integer> counts =
        IntStream.rangeClosed(1, 300)
            .map(run -> Plan.draw(5, run, ALL).strikes().size())
            .boxed()
            .distinct()
            .sorted()
            .toList();
    assertThat(counts).containsExactly(1, 2, 3);
  }

  @Test
  void drawsOnlyFromWhatItIsGiven() {
    List<Fault> two = List.of(Fault.ISOLATE, Fault.STOP_API);
    for (int run = 1; run <= 50; run++) {
      assertThat(Plan.draw(1, run, two).strikes()).allMatch(s -> two.contains(s.fault()));
    }
  }
}
