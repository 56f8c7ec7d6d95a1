package io.bloodraven.playground.simulation;

import java.util.ArrayList;
import java.util.List;

/** Makes a failing schedule short: steps go, as long as it still fails without them. */
final class Shrinking {
  private Shrinking() {}

  /** A schedule that fails and does not fail any more when any one step is taken away. */
  static Schedule shrink(Schedule failing) {
    Simulation simulation = new Simulation();
    Schedule shortest = failing;
    int chunk = Math.max(1, failing.steps().size() / 2);
    while (true) {
      Schedule shorter = without(shortest, chunk, simulation);
      if (shorter.steps().size() < shortest.steps().size()) {
        shortest = shorter;
        chunk = Math.max(1, Math.min(chunk, shortest.steps().size() / 2));
      } else if (chunk == 1) {
        return shortest;
      } else {
        chunk /= 2;
      }
    }
  }

  /** Without the first chunk that is not needed; the same schedule when all are. */
  private static Schedule without(Schedule schedule, int chunk, Simulation simulation) {
    List<Step> steps = schedule.steps();
    for (int from = 0; from < steps.size(); from += chunk) {
      List<Step> fewer = new ArrayList<>(steps.subList(0, from));
      fewer.addAll(steps.subList(Math.min(steps.size(), from + chunk), steps.size()));
      Schedule shorter = schedule.with(fewer);
      if (simulation.run(shorter, null) != null) {
        return shorter;
      }
    }
    return schedule;
  }
}
