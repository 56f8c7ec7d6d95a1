package io.bloodraven.playground.simulation;

import io.bloodraven.playground.command.OneLineErrors;
import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code playground/simulate.sh}. */
@Command(
    name = "playground/simulate.sh",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description =
        "Runs the lease protocol, the trackers and the decision core in seeded worlds full of"
            + " faults. A seed that breaks an invariant is printed with its schedule made short and"
            + " what happens in it; the exit code is 1 then.")
public final class SimulateMain implements Callable<Integer> {
  @Option(
      names = "--schedules",
      paramLabel = "N",
      defaultValue = "100000",
      description = "how many (default: ${DEFAULT-VALUE})")
  long schedules;

  @Option(
      names = "--first-seed",
      paramLabel = "SEED",
      defaultValue = "1",
      description = "seed of the first, the others follow (default: ${DEFAULT-VALUE})")
  long firstSeed;

  @Option(names = "--threads", paramLabel = "N", description = "default: one for each processor")
  int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--seed",
      paramLabel = "SEED",
      description = "replay this one only, and tell what happens")
  @Nullable Long seed;

  private final PrintStream out = System.out;

  /** Runs the command and exits. */
  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new SimulateMain())
            .setExecutionExceptionHandler(new OneLineErrors())
            .execute(arguments));
  }

  @Override
  public Integer call() throws InterruptedException {
    if (seed != null) {
      out.println(Replay.of(seed));
      return 0;
    }
    long began = System.nanoTime();
    Campaign.Result result =
        Campaign.run(firstSeed, schedules, threads, done -> tell(done, seconds(began)));
    double seconds = seconds(began);
    out.printf(
        Locale.ROOT,
        "%d schedules in %.0f s, %.0f a second%n",
        result.schedules(),
        seconds,
        result.schedules() / seconds);
    for (Happening happening : Happening.values()) {
      out.printf(
          "  %-24s %d%n",
          happening.toString().toLowerCase(Locale.ROOT).replace('_', ' '),
          result.tally().of(happening));
    }
    Long failed = result.failed();
    if (failed == null) {
      out.println("no invariant was broken");
      return 0;
    }
    out.println(Replay.of(failed));
    return 1;
  }

  private void tell(long done, double seconds) {
    double rate = done / seconds;
    out.printf(
        Locale.ROOT,
        "%d of %d schedules, %.0f a second, %.0f s left%n",
        done,
        schedules,
        rate,
        (schedules - done) / rate);
  }

  private static double seconds(long began) {
    return (System.nanoTime() - began) / 1e9;
  }
}
