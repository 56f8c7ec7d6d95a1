package io.bloodraven.playground.nemesis;

import io.bloodraven.playground.bench.Percentiles;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * All runs of a nemesis; this is the JSON file.
 *
 * @param seed with it, and the same list of faults, the same plans are made again
 * @param violations number of runs with a violation
 * @param faults what each fault did, whatever else was in the same runs
 * @param ambushes what each blow of an ambush did at each moment, whatever else was in the same
 *     runs
 */
public record NemesisReport(
    long seed,
    String started,
    int violations,
    List<PerFault> faults,
    List<PerAmbush> ambushes,
    List<RunReport> runs) {

  /**
   * The runs in which one fault waited for one moment.
   *
   * @param late milliseconds from the moment until it struck, of those that did
   * @param runs the others too
   */
  public record PerAmbush(String moment, Percentiles late, PerFault runs) {
    private static PerAmbush of(Moment moment, String fault, List<RunReport> runs) {
      List<Double> late =
          runs.stream()
              .flatMap(run -> run.ambushes().stream())
              .filter(one -> one.fault().equals(fault))
              .map(AmbushReport::late)
              .filter(Objects::nonNull)
              .toList();
      return new PerAmbush(moment.toString(), Percentiles.of(late), PerFault.of(fault, runs));
    }
  }

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
        Stream.of(Moment.values()).flatMap(moment -> ambushes(moment, runs)).toList(),
        List.copyOf(runs));
  }

  private static Stream<PerAmbush> ambushes(Moment moment, List<RunReport> runs) {
    TreeMap<String, List<RunReport>> byFault = new TreeMap<>();
    for (RunReport run : runs) {
      run.ambushes().stream()
          .filter(one -> one.moment().equals(moment.toString()))
          .forEach(one -> byFault.computeIfAbsent(one.fault(), _ -> new ArrayList<>()).add(run));
    }
    return byFault.entrySet().stream()
        .map(entry -> PerAmbush.of(moment, entry.getKey(), entry.getValue()));
  }
}
