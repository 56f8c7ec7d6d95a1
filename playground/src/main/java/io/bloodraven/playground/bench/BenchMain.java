package io.bloodraven.playground.bench;

import static java.util.Objects.requireNonNull;

import io.bloodraven.playground.cluster.Playground;
import io.bloodraven.playground.command.Figures;
import io.bloodraven.playground.command.OneLineErrors;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The benchmark's command line. */
@Command(
    name = "playground/bench.sh",
    mixinStandardHelpOptions = true,
    description = {
      "Breaks the active site again and again while clients write to every site and to the primary's"
          + " Service, and measures how long writes are away. Each attempt of each client is"
          + " recorded; afterwards the record is held against the rows that the new primary has.",
      "",
      "Faults: crash (SIGKILL of mysqld), isolate (the node's cable pulled), freeze (every process"
          + " of the node stopped), site-loss (power cut of the node).",
      "",
      "`playground/bench.sh footprint` measures what the sidecar takes instead, and needs no"
          + " playground: see playground/bench.sh footprint --help.",
      "",
      "Exit status: 0 when every run was clean, 1 when one was not, 2 for a wrong command line."
    })
public final class BenchMain implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "FAULT", description = "crash, isolate, freeze or site-loss")
  private FaultKind fault = FaultKind.CRASH;

  @Option(names = "--runs", defaultValue = "10", description = "how often (${DEFAULT-VALUE})")
  private int runs;

  @Option(
      names = "--json",
      description = "write all figures to this file, after each run (docs/benchmarks.md)")
  private @Nullable Path json;

  @Option(
      names = "--patient",
      defaultValue = "0",
      description = {
        "so many more clients of the active site that are in the middle of a statement when the fault",
        "comes, and wait two minutes for its answer: what a thawed server says is heard (0)"
      })
  private int patient;

  @Option(
      names = "--failover-timeout",
      defaultValue = "60",
      description = "seconds to wait for the first write at another site (${DEFAULT-VALUE})")
  private long failoverTimeout;

  @Option(
      names = "--heal-timeout",
      defaultValue = "120",
      description = "seconds until the healed group must be as it should be (${DEFAULT-VALUE})")
  private long healTimeout;

  @Option(names = "--playground", required = true, hidden = true)
  private Path folder = Path.of("");

  @Option(names = "--ledgers", required = true, hidden = true)
  private Path ledgers = Path.of("");

  /** Runs the benchmark. */
  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new BenchMain())
            .registerConverter(FaultKind.class, new FaultName())
            .setExecutionExceptionHandler(new OneLineErrors())
            .execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    Files.createDirectories(ledgers);
    PrintWriter out = requireNonNull(spec).commandLine().getOut();
    BenchOptions options =
        new BenchOptions(
            fault,
            patient,
            Duration.ofSeconds(failoverTimeout),
            Duration.ofSeconds(healTimeout),
            ledgers);
    Bench bench = new Bench(new Playground(folder, Map.of()), options, out);
    try (Figures<BenchReport> figures = new Figures<>(json, BenchTable::summary, out)) {
      BenchReport report = bench.run(runs, figures::update);
      return report.isClean() && report.runs().size() == runs ? 0 : 1;
    }
  }

  private static final class FaultName implements ITypeConverter<FaultKind> {
    @Override
    public FaultKind convert(String name) {
      return Arrays.stream(FaultKind.values())
          .filter(kind -> kind.toString().equals(name))
          .findFirst()
          .orElseThrow(() ->
              new TypeConversionException(
                  "there is no fault "
                      + name
                      + ": it is one of "
                      + Arrays.toString(FaultKind.values())));
    }
  }
}
