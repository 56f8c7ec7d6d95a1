package io.bloodraven.playground.bench;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All runs of one benchmark; this is the JSON file.
 *
 * @param fault the fault's name
 * @param started when
 * @param machine what it ran on
 * @param writeGap of all runs that have one, in milliseconds; likewise the next three
 * @param lateAcks sum over the runs; likewise tardyAcks, underWay and lostAcked
 * @param violations number of runs with a violation
 * @param problems number of runs with another problem
 */
public record BenchReport(
    String fault,
    String started,
    String machine,
    Percentiles writeGap,
    Percentiles writeGapFromLastAck,
    Percentiles openGap,
    Percentiles converge,
    int lateAcks,
    int tardyAcks,
    int underWay,
    int lostAcked,
    int violations,
    int problems,
    List<RunReport> runs) {

  static BenchReport of(FaultKind fault, Instant started, List<RunReport> runs) {
    return new BenchReport(
        fault.toString(),
        started.toString(),
        thisMachine(),
        percentiles(runs, RunReport::writeGap),
        percentiles(runs, RunReport::writeGapFromLastAck),
        percentiles(runs, RunReport::openGap),
        percentiles(runs, RunReport::converge),
        runs.stream().mapToInt(RunReport::lateAcks).sum(),
        runs.stream().mapToInt(RunReport::tardyAcks).sum(),
        runs.stream().mapToInt(RunReport::underWay).sum(),
        runs.stream().mapToInt(RunReport::lostAcked).sum(),
        (int) runs.stream().filter(run -> !run.violations().isEmpty()).count(),
        (int) runs.stream().filter(run -> !run.problems().isEmpty()).count(),
        List.copyOf(runs));
  }

  /** Whether every run was clean. */
  public boolean isClean() {
    return runs.stream().allMatch(RunReport::isClean);
  }

  private static Percentiles percentiles(
      List<RunReport> runs, Function<RunReport, @Nullable Double> figure) {
    return Percentiles.of(runs.stream().map(figure).filter(Objects::nonNull).toList());
  }

  private static String thisMachine() {
    return "%d processors, %s %s, Java %s"
        .formatted(
            Runtime.getRuntime().availableProcessors(),
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            Runtime.version());
  }
}
