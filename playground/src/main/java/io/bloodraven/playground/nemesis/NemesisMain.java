package io.bloodraven.playground.nemesis;

import static java.util.Objects.requireNonNull;

import io.bloodraven.playground.cluster.Playground;
import io.bloodraven.playground.command.Figures;
import io.bloodraven.playground.command.OneLineErrors;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The nemesis' command line. */
@Command(
    name = "playground/nemesis.sh",
    mixinStandardHelpOptions = true,
    description = {
      "Breaks the running playground at random, one to three faults at a time, while clients write"
          + " to every site's server directly and to the primary's Service. Then everything is"
          + " healed, the group must settle, and the record of every write is held against the rows"
          + " that are there.",
      "",
      "With --ambush each run makes a failover happen (kill-mysqld, isolate, freeze, kill-site) and takes one or two parts of"
          + " the control plane away at a chosen moment of it. The moments come in turn: before, and"
          + " when assess, fence, prepare, promote, route and the repair of the old primary begin or"
          + " are done.",
      "",
      "The same seed with the same faults makes the same plans. For a run with a violation there is"
          + " a file with everything that happened, from all sources in order of time.",
      "",
      "Exit status: 0 when every run was clean, 1 when one was not, 2 for a wrong command line."
    })
public final class NemesisMain implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--seed", defaultValue = "1", description = "of the plans (${DEFAULT-VALUE})")
  private long seed;

  @Option(names = "--runs", defaultValue = "10", description = "how many (${DEFAULT-VALUE})")
  private int runs;

  @Option(
      names = "--first",
      defaultValue = "1",
      description = "number of the first plan: repeats one that failed (${DEFAULT-VALUE})")
  private int first;

  @Option(
      names = "--plans",
      split = ",",
      paramLabel = "NUMBER",
      description = "run the plans with these numbers, instead of --first and --runs")
  private List<Integer> plans = List.of();

  @Option(
      names = "--faults",
      split = ",",
      description = "only these, as chaos.sh names them; also saturate (default: all)")
  private List<String> faults = List.of();

  @Option(
      names = "--ambush",
      description = {
        "take the control plane away in the middle of failovers; --faults then names some of"
            + " kill-worker, freeze-worker, kill-watcher, freeze-watcher, stop-temporal,"
            + " freeze-temporal, stop-api, freeze-api (default: all, alone and in pairs), and some"
            + " of the faults that make a failover happen (default: all)"
      })
  private boolean ambush;

  @Option(
      names = "--alone",
      description =
          "ambush one part of the control plane in each run, never two at once; implies --ambush")
  private boolean alone;

  @Option(
      names = "--at",
      split = ",",
      paramLabel = "STEP",
      description =
          "ambush only there: before, assess, fence, prepare, promote, route, repair, or one moment"
              + " of a step, such as promote-begun or promote-done (default: all); implies --ambush")
  private List<String> at = List.of();

  @Option(names = "--json", description = "write all figures to this file, after each run")
  private @Nullable Path json;

  @Option(
      names = "--heal-timeout",
      defaultValue = "90",
      description = "seconds until the healed group must have settled (${DEFAULT-VALUE})")
  private long healTimeout;

  @Option(names = "--playground", required = true, hidden = true)
  private Path folder = Path.of("");

  @Option(names = "--ledgers", required = true, hidden = true)
  private Path ledgers = Path.of("");

  /** Runs the nemesis. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new NemesisMain()).setExecutionExceptionHandler(new OneLineErrors());
  }

  @Override
  public Integer call() throws Exception {
    List<Integer> numbers;
    Plans drawn;
    try {
      numbers = numbers();
      drawn = plans();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          requireNonNull(spec).commandLine(), requireNonNull(e.getMessage()));
    }
    Path own = Files.createDirectories(ledgers.resolve("nemesis-" + seed));
    PrintWriter out = requireNonNull(spec).commandLine().getOut();
    Nemesis nemesis =
        new Nemesis(
            new Playground(folder, Map.of()), drawn, Duration.ofSeconds(healTimeout), own, out);
    try (Figures<NemesisReport> figures = new Figures<>(json, NemesisTable::summary, out)) {
      NemesisReport report = nemesis.run(seed, numbers, figures::update);
      return report.violations() == 0 && report.runs().size() == numbers.size() ? 0 : 1;
    }
  }

  private List<Integer> numbers() {
    List<Integer> numbers =
        plans.isEmpty() ? IntStream.range(first, first + runs).boxed().toList() : plans;
    if (numbers.stream().anyMatch(number -> number < 1)) {
      throw new IllegalArgumentException(
          "plans are numbered from 1: give --first or --plans numbers of 1 and more");
    }
    return numbers;
  }

  private Plans plans() {
    List<Fault> named = faults.stream().map(Fault::named).toList();
    if (ambush || alone || !at.isEmpty()) {
      return Plans.ambushes(
          named,
          at.isEmpty()
              ? Arrays.asList(Moment.values())
              : at.stream().flatMap(step -> Moment.named(step).stream()).distinct().toList(),
          alone);
    }
    return Plans.random(named.isEmpty() ? Arrays.asList(Fault.values()) : named);
  }
}
