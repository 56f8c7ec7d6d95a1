package io.bloodraven.playground.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Many schedules on several threads, until one fails. */
final class Campaign {
  private static final long NONE = Long.MAX_VALUE;
  private static final long TELL_EVERY_MILLIS = 5_000;

  /**
   * What came of it.
   *
   * @param schedules how many were run
   * @param failed lowest seed that failed, null when none did
   * @param tally what happened in them
   */
  record Result(long schedules, @Nullable Long failed, Tally tally) {}

  private final AtomicLong next;
  private final AtomicLong failed = new AtomicLong(NONE);
  private final AtomicLong done = new AtomicLong();
  private final long end;

  private Campaign(long first, long count) {
    next = new AtomicLong(first);
    end = first + count;
  }

  /**
   * Runs the schedules of so many seeds from the first one on.
   *
   * @param progress is told from time to time how many are done
   */
  static Result run(long first, long count, int threads, LongConsumer progress)
      throws InterruptedException {
    return new Campaign(first, count).run(threads, progress);
  }

  private Result run(int threads, LongConsumer progress) throws InterruptedException {
    List<Simulation> simulations = new ArrayList<>();
    List<Thread> workers = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      Simulation simulation = new Simulation();
      simulations.add(simulation);
      workers.add(
          Thread.ofPlatform().daemon().name("schedules-" + i).start(() -> work(simulation)));
    }
    for (Thread worker : workers) {
      while (!worker.join(Duration.ofMillis(TELL_EVERY_MILLIS))) {
        progress.accept(done.get());
      }
    }
    Tally tally = new Tally();
    simulations.forEach(simulation -> tally.add(simulation.tally()));
    return new Result(done.get(), failed.get() == NONE ? null : failed.get(), tally);
  }

  private void work(Simulation simulation) {
    for (long seed = next.getAndIncrement();
        seed < end && seed < failed.get();
        seed = next.getAndIncrement()) {
      String violation;
      try {
        violation = simulation.apply(seed);
      } catch (RuntimeException broken) {
        violation = String.valueOf(broken);
      }
      done.incrementAndGet();
      if (!violation.isEmpty()) {
        failed.accumulateAndGet(seed, Math::min);
      }
    }
  }
}
