package io.bloodraven.playground.simulation;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A failing seed for people: its schedule made short, and what happens in it. */
final class Replay {
  private static final int LAST_LINES = 200;

  private Replay() {}

  /** Tells of the schedule of that seed; of all of it when it does not fail. */
  static String of(long seed) {
    Schedule schedule = Schedule.of(seed);
    String violation = violation(schedule, null);
    if (violation == null) {
      return "seed " + seed + " breaks no invariant:\n" + schedule;
    }
    Schedule shortest = Shrinking.shrink(schedule);
    List<String> trace = new ArrayList<>();
    String shortViolation = violation(shortest, trace);
    List<String> end = trace.subList(Math.max(0, trace.size() - LAST_LINES), trace.size());
    return "seed %d: %s%nshrunk from %d to %d steps: %s%n%s%n%s"
        .formatted(
            seed,
            violation,
            schedule.steps().size(),
            shortest.steps().size(),
            shortViolation,
            shortest,
            String.join("\n", end));
  }

  private static @Nullable String violation(Schedule schedule, @Nullable List<String> trace) {
    return new Simulation().run(schedule, trace);
  }
}
