package io.bloodraven.sidecar.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Random schedules: two sites are never open at once, and epochs only rise. */
class LeaseSimulationTest {
  private static final int SCHEDULES = Integer.getInteger("bloodraven.schedules", 1_000);
  private static final long FIRST_SEED = Long.getLong("bloodraven.seed", 1);

  @Test
  void neverOpensTwoSites() {
    TreeMap<String, Integer> exercised = new TreeMap<>();
    long began = System.nanoTime();
    for (long seed = FIRST_SEED; seed < FIRST_SEED + SCHEDULES; seed++) {
      SimulatedWorld world = new SimulatedWorld(seed, null);
      if (world.run() != null) {
        fail(replay(seed));
      }
      world.counts.forEach((what, count) -> exercised.merge(what, count, Integer::sum));
    }
    System.out.printf(
        "%d schedules in %d ms: %s%n",
        SCHEDULES, (System.nanoTime() - began) / 1_000_000, exercised);
    // a simulation in which nothing opens proves nothing
    assertThat(exercised).containsKeys("claims", "grants", "proofs", "reopened");
    assertThat(exercised.get("grants")).isGreaterThan(SCHEDULES);
  }

  private static String replay(long seed) {
    List<String> trace = new ArrayList<>();
    String violation = new SimulatedWorld(seed, trace).run();
    List<String> end = trace.subList(Math.max(0, trace.size() - 200), trace.size());
    return "seed " + seed + ": " + violation + "\n" + String.join("\n", end);
  }
}
