package io.bloodraven.playground.nemesis;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloodraven.playground.nemesis.Strike.Place;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
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

  @Test
  void cutsEveryLinkNowAndThenAndMostlyNotAll() {
    Set<Link> cut = new HashSet<>();
    for (int run = 1; run <= 100; run++) {
      for (Strike strike : Plan.draw(9, run, List.of(Fault.CUT_LINKS)).strikes()) {
        assertThat(strike.links()).isNotEmpty().hasSizeLessThan(Link.all().size());
        cut.addAll(strike.links());
      }
    }
    assertThat(cut).containsExactlyInAnyOrderElementsOf(Link.all());
  }

  @Test
  void namesLinksAsTheScriptTakesThem() {
    Link link =
        new Link(
            new Link.End(Link.Kind.WATCHER, Place.ACTIVE),
            new Link.End(Link.Kind.MYSQL, Place.STANDBY));
    Link shared =
        new Link(
            new Link.End(Link.Kind.API, Place.EVERYWHERE),
            new Link.End(Link.Kind.SIDECAR, Place.ACTIVE));
    assertThat(Link.names(List.of(link, shared), site -> site == Place.ACTIVE ? "iad" : "pdx"))
        .isEqualTo("watcher@iad>mysql@pdx,api>sidecar@iad");
  }
}
