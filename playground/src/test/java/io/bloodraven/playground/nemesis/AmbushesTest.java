package io.bloodraven.playground.nemesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bloodraven.playground.nemesis.Strike.Place;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AmbushesTest {
  private static final List<Moment> ALL = Arrays.asList(Moment.values());

  /** Temporal, API server, two workers, two watchers: each is killed or frozen. */
  private static final int SINGLES = 12;

  private static final int PAIRS = 60;

  private final Ambushes ambushes = new Ambushes(List.of(), ALL, false);

  @Test
  void areTheSameForTheSameSeed() {
    assertThat(draw(7, 200)).isEqualTo(draw(7, 200)).isNotEqualTo(draw(8, 200));
  }

  @Test
  void comeAtEveryMomentInTurn() {
    for (int round = 0; round < 4; round++) {
      Set<Moment> moments = new HashSet<>();
      for (int run = 1; run <= ALL.size(); run++) {
        moments.add(ambushes.draw(3, round * ALL.size() + run).moment().orElseThrow());
      }
      assertThat(moments).hasSameSizeAs(ALL);
    }
  }

  @Test
  void strikeEveryPartAtEveryMomentEquallyOften() {
    List<Plan> plans = draw(5, 2 * SINGLES * ALL.size());
    Map<String, Long> cells = count(plans, 1, AmbushesTest::cell);
    assertThat(cells).hasSize(SINGLES * ALL.size());
    assertThat(cells.values()).containsOnly(1L);
  }

  @Test
  void strikeEveryPairAtEveryMomentEquallyOften() {
    List<Plan> plans = draw(5, 2 * PAIRS * ALL.size());
    Map<String, Long> cells = count(plans, 2, AmbushesTest::cell);
    assertThat(cells).hasSize(PAIRS * ALL.size());
    assertThat(cells.values()).containsOnly(1L);
  }

  @Test
  void aloneStrikeEveryPartAtEveryMomentOnceBeforeAnyTwice() {
    Ambushes alone = new Ambushes(List.of(), ALL, true);
    List<Plan> plans =
        IntStream.rangeClosed(1, SINGLES * ALL.size()).mapToObj(run -> alone.draw(5, run)).toList();
    assertThat(count(plans, 1, AmbushesTest::cell)).hasSize(SINGLES * ALL.size());
  }

  @Test
  void useAllBlowsEarly() {
    // four rounds, two of them with single blows
    Map<String, Long> first = count(draw(5, 4 * ALL.size()), 1, AmbushesTest::blows);
    assertThat(first).hasSize(SINGLES);
    assertThat(first.values()).allMatch(count -> count >= 2 && count <= 3);
  }

  @Test
  void meetEveryMainFault() {
    Map<String, Set<Fault>> mains = new HashMap<>();
    for (Plan plan : draw(5, 4 * 2 * SINGLES * ALL.size())) {
      if (plan.strikes().size() == 2) {
        mains
            .computeIfAbsent(cell(plan), _ -> new HashSet<>())
            .add(plan.strikes().getFirst().fault());
      }
    }
    assertThat(mains.get("promote done[kill-worker that carries it out]"))
        .containsExactlyInAnyOrderElementsOf(Ambushes.MAIN);
    assertThat(mains.get("fence begun[stop-api]"))
        .as("a crashed primary is fenced by being asked")
        .containsExactlyInAnyOrder(Fault.ISOLATE, Fault.FREEZE, Fault.KILL_SITE);
    assertThat(mains.get("assess begun[kill-watcher active]"))
        .as("what went with the site cannot be struck")
        .doesNotContain(Fault.KILL_SITE);
  }

  @Test
  void neverStrikeTheSameProcessTwice() {
    for (Plan plan : draw(5, 2 * PAIRS * ALL.size())) {
      Set<String> struck =
          plan.strikes().stream()
              .skip(1)
              .map(strike -> strike.fault().toString().replaceFirst("^\\w+", "") + strike.place())
              .collect(Collectors.toSet());
      assertThat(struck).as("%s", plan).hasSize(plan.strikes().size() - 1);
    }
  }

  @Test
  void drawOnlyFromWhatTheyAreGiven() {
    Ambushes few =
        new Ambushes(List.of(Fault.ISOLATE, Fault.KILL_WORKER), Moment.named("promote"), false);
    for (int run = 1; run <= 50; run++) {
      Plan plan = few.draw(1, run);
      assertThat(plan.strikes().getFirst().fault()).isEqualTo(Fault.ISOLATE);
      assertThat(plan.strikes().stream().skip(1))
          .allMatch(strike -> strike.fault() == Fault.KILL_WORKER);
      assertThat(plan.moment().orElseThrow()).isIn(Moment.PROMOTE_BEGUN, Moment.PROMOTE_DONE);
    }
    assertThat(new Ambushes(List.of(Fault.STOP_API), ALL, false).draw(1, 1).strikes())
        .extracting(Strike::place)
        .containsExactly(Place.ACTIVE, Place.EVERYWHERE);
  }

  @Test
  void refuseWhatIsNoAmbush() {
    assertThatThrownBy(() -> new Ambushes(List.of(Fault.SATURATE), ALL, false))
        .hasMessageContaining("saturate is no fault for an ambush");
    assertThatThrownBy(() -> Moment.named("select"))
        .hasMessageContaining("before, assess, fence, prepare, promote, route, repair");
    assertThat(Moment.named("route-done")).containsExactly(Moment.ROUTE_DONE);
  }

  @Test
  void saysWhatItDoes() {
    assertThat(
            new Ambushes(
                    List.of(Fault.KILL_MYSQLD, Fault.STOP_API), List.of(Moment.ROUTE_BEGUN), false)
                .draw(1, 1))
        .asString()
        .startsWith("kill-mysqld active, at route begun: stop-api, healed after");
  }

  private List<Plan> draw(long seed, int runs) {
    return IntStream.rangeClosed(1, runs).mapToObj(run -> ambushes.draw(seed, run)).toList();
  }

  private static Map<String, Long> count(List<Plan> plans, int blows, Function<Plan, String> key) {
    return plans.stream()
        .filter(plan -> plan.strikes().size() == 1 + blows)
        .map(key)
        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
  }

  private static String cell(Plan plan) {
    return plan.moment().orElseThrow() + blows(plan);
  }

  private static String blows(Plan plan) {
    return plan.strikes().stream().skip(1).map(Strike::label).toList().toString();
  }
}
