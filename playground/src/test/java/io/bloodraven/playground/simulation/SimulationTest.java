package io.bloodraven.playground.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Seeded schedules of faults break no invariant of docs/safety.md. */
class SimulationTest {
  private static final int SCHEDULES = 1_000;

  @Test
  void noScheduleBreaksAnInvariant() throws InterruptedException {
    assertNoneBreaksAnInvariant(1, SCHEDULES);
  }

  static void assertNoneBreaksAnInvariant(long firstSeed, int schedules)
      throws InterruptedException {
    long began = System.nanoTime();
    Campaign.Result result = Campaign.run(firstSeed, schedules, 2, done -> {});
    System.out.printf(
        "%d schedules in %d ms%n", result.schedules(), (System.nanoTime() - began) / 1_000_000);
    Long failed = result.failed();
    assertThat(failed).as(() -> failed == null ? "" : Replay.of(failed)).isNull();
    // schedules in which nothing happens prove nothing
    for (Happening happening : Happening.values()) {
      assertThat(result.tally().of(happening)).as(happening.toString()).isPositive();
    }
    assertThat(result.tally().of(Happening.OPENED)).isGreaterThan(schedules);
  }

  @Test
  void aSeedIsReplayedExactly() {
    for (long seed = 1; seed <= 50; seed++) {
      List<String> once = new ArrayList<>();
      List<String> again = new ArrayList<>();
      new Simulation().run(Schedule.of(seed), once);
      new Simulation().run(Schedule.of(seed), again);
      assertThat(once).isNotEmpty().isEqualTo(again);
    }
  }
}
