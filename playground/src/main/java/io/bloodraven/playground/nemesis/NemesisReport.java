package io.bloodraven.playground.nemesis;

import io.bloodraven.playground.bench.Percentiles;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;

/**
 * All runs of a nemesis; this is the JSON file.
 *
 * @param seed with it, and the same list of faults, the same plans are made again
 * @param violations number of runs with a violation
 * @param faults what each fault did, whatever else was in the same runs
 */
public record NemesisReport(
    long seed, String started, int violations, List<PerFault> faults, List<RunReport> runs) {

  /**
   * The runs of one fault.
   *
   * @param writeGap longest time without a write in each of its runs, in milliseconds
   * @param converge milliseconds from healing until the group had settled
   * @param lost acknowledged writes that are not at the final primary
   * @param reported transactions that blocked sites have alone, as reported exactly
   * @param violations runs with one
   */
  public record PerFault(
      String fault,
      int runs,
      Percentiles writeGap,
      Percentiles converge,
      int lost,
      long reported,
      int violations) {

    private static PerFault of(String fault, List<RunReport> runs) {
      return new PerFault(
          fault,
          runs.size(),
          Percentiles.of(runs.stream().map(RunReport::writeGap).toList()),
          Percentiles.of(runs.stream().map(RunReport::converge).filter(Objects::nonNull).toList()),
          runs.stream().mapToInt(RunReport::lost).sum(),
          runs.stream().mapToLong(RunReport::reported).sum(),
          (int) runs.stream().filter(run -> !run.violations().isEmpty()).count());
    }
  }

  static NemesisReport of(long seed, Instant started, List<RunReport> runs) {
    TreeMap<String, List<RunReport>> byFault = new TreeMap<>();
    for (RunReport run : runs) {
      run.faults().forEach(f -> byFault.computeIfAbsent(f, _ -> new ArrayList<>()).add(run));
    }
    return new NemesisReport(
        seed,
        started.toString(),
        (int) runs.stream().filter(run -> !run.violations().isEmpty()).count(),
        byFault.entrySet().stream().map(e -> PerFault.of(e.getKey(), e.getValue())).toList(),
        List.copyOf(runs));
  }
}
