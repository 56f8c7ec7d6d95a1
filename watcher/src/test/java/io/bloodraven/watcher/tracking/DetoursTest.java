package io.bloodraven.watcher.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DetoursTest {
  private static final List<String> SITES = List.of("iad", "pdx", "sfo");

  private final Detours detours = new Detours(SITES, 0);

  /** Each stream brings a line every second, the last one at that time, {@code -} none at all. */
  @ParameterizedTest(name = "{4}")
  @CsvSource({
    "9000, 9500, 9900, '',                all streams are heard",
    "8100, 9500, 9900, '',                a line that is late is a blip",
    "8000, 9500, 9900, 'iad<pdx iad<sfo', two lines that did not come are none",
    "-,    9500, 9900, 'iad<pdx iad<sfo', never heard at all",
    "1000, 2000, 9900, 'iad<sfo pdx<sfo', whoever is not heard is not asked",
    "1000, -,    9900, 'iad<sfo pdx<sfo', nor whoever never was",
    "1000, 2000, 3000, '',                whoever hears nobody has nobody to ask",
    "-,    -,    -,    '',                nor has whoever never heard anybody",
  })
  void asksAboutWhoIsNotHeardThroughWhoIs(
      String iad, String pdx, String sfo, String expected, String why) {
    List<String> last = List.of(iad, pdx, sfo);
    Set<String> asked = new HashSet<>();
    for (long now = 0; now <= 10_000; now += 100) {
      for (int i = 0; i < last.size(); i++) {
        long end = last.get(i).equals("-") ? -1 : Long.parseLong(last.get(i));
        if (now <= end && now % 1000 == end % 1000) {
          detours.heard(SITES.get(i), now);
        }
      }
      List<Detour> due = detours.due(now);
      due.forEach(detours::ended);
      if (now > 9000) {
        asked.addAll(words(due));
      }
    }

    assertThat(asked.stream().sorted().collect(Collectors.joining(" ")))
        .as(why)
        .isEqualTo(expected);
  }

  @Test
  void asksOnceASecondAndNotThroughWhoOwesAnAnswer() {
    Map<Long, List<String>> asked = new TreeMap<>();
    for (long now = 0; now <= 5000; now += 100) {
      detours.heard("pdx", now);
      detours.heard("sfo", now);
      List<Detour> due = detours.due(now);
      // pdx answers at once, sfo only once and late
      due.stream().filter(detour -> detour.by().equals("pdx")).forEach(detours::ended);
      if (now == 3400) {
        detours.ended(new Detour("iad", "sfo"));
      }
      if (!due.isEmpty()) {
        asked.put(now, words(due));
      }
    }

    assertThat(asked)
        .containsExactly(
            Map.entry(2000L, List.of("iad<pdx", "iad<sfo")),
            Map.entry(2900L, List.of("iad<pdx")),
            Map.entry(3800L, List.of("iad<pdx", "iad<sfo")),
            Map.entry(4700L, List.of("iad<pdx")));
  }

  @Test
  void itsOwnStreamEndsTheAsking() {
    untilAsked(2000);
    detours.heard("pdx", 2900);
    detours.heard("iad", 2900);

    assertThat(detours.due(2900)).doesNotContain(new Detour("iad", "pdx"));
  }

  @Test
  void whoSleptAsksNobodyAboutTheTimeAsleep() {
    untilAsked(2000);
    // the peer's line is read first on waking up
    detours.heard("pdx", 62_000);

    assertThat(detours.due(62_000)).isEmpty();
    for (long now = 62_100; now < 64_000; now += 100) {
      detours.heard("pdx", now);
      assertThat(detours.due(now)).isEmpty();
    }
    detours.heard("pdx", 64_000);
    assertThat(words(detours.due(64_000))).contains("iad<pdx");
  }

  @Test
  void followsTheManifest() {
    untilAsked(2000);
    detours.configure(List.of("pdx", "ams"), 2000);
    for (long now = 2100; now < 4000; now += 100) {
      detours.heard("pdx", now);
      assertThat(detours.due(now)).as("ams is new at %d", now).isEmpty();
    }

    assertThat(words(detours.due(4000))).containsExactly("ams<pdx");
  }

  private void untilAsked(long when) {
    for (long now = 0; now < when; now += 100) {
      detours.heard("pdx", now);
      assertThat(detours.due(now)).isEmpty();
    }
    List<Detour> due = detours.due(when);
    assertThat(words(due)).contains("iad<pdx");
    due.forEach(detours::ended);
  }

  /** After {@code gap} ms the stream of {@code from} brings a line, if that is a site. */
  record Step(int gap, String from, boolean answered) {}

  @Provide
  Arbitrary<List<Step>> histories() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 2000),
            Arbitraries.of("iad", "pdx", "sfo", "nobody"),
            Arbitraries.of(true, false))
        .as(Step::new)
        .list()
        .ofMaxSize(60);
  }

  @Property
  void whoIsAskedIsHeardAndNobodyIsAskedTwice(@ForAll("histories") List<Step> history) {
    // jqwik has one instance of this class for all histories
    Detours detours = new Detours(SITES, 0);
    Map<String, Long> heardAt = new HashMap<>();
    Map<String, Long> askedAt = new HashMap<>();
    Set<Detour> underWay = new HashSet<>();
    long now = 0;
    for (Step step : history) {
      now += step.gap();
      if (SITES.contains(step.from())) {
        heardAt.put(step.from(), now);
      }
      detours.heard(step.from(), now);
      List<Detour> due = detours.due(now);
      for (Detour detour : due) {
        assertThat(now - heardAt.getOrDefault(detour.site(), 0L))
            .isGreaterThanOrEqualTo(Detours.PATIENCE_MILLIS);
        assertThat(heardAt).containsKey(detour.by());
        assertThat(underWay.add(detour)).as("one call at a time").isTrue();
      }
      for (String site : due.stream().map(Detour::site).distinct().toList()) {
        Long before = askedAt.put(site, now);
        assertThat(before == null || now - before >= Detours.INTERVAL_MILLIS).isTrue();
      }
      if (step.answered()) {
        underWay.forEach(detours::ended);
        underWay.clear();
      }
    }
  }

  private static List<String> words(List<Detour> due) {
    List<String> words = new ArrayList<>();
    due.forEach(detour -> words.add(detour.site() + "<" + detour.by()));
    return words;
  }
}
