package io.bloodraven.playground.simulation;

import java.util.List;
import java.util.Objects;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Runs schedules: the same seed, the same run, whoever runs it and when. */
public final class Simulation implements LongFunction<String> {
  private final Tally tally = new Tally();

  /** What went wrong in the schedule of that seed, empty when nothing did. */
  @Override
  public String apply(long seed) {
    return Objects.requireNonNullElse(run(Schedule.of(seed), null), "");
  }

  @Nullable String run(Schedule schedule, @Nullable List<String> trace) {
    World world = new World(schedule.seed(), schedule.settings(), tally, trace);
    new Director(world).prepare(schedule);
    if (schedule.settings().governed()) {
      world.in(14.0 * schedule.settings().timings().lease(), world.network()::calm);
    }
    return world.run(schedule.settings().lasts());
  }

  /** What happened in all schedules run so far. */
  Tally tally() {
    return tally;
  }
}
