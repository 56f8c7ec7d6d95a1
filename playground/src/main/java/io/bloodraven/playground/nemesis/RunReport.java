package io.bloodraven.playground.nemesis;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One run of the nemesis.
 *
 * @param run counts from 1
 * @param plan what was to be done
 * @param faults of the plan
 * @param holders sites that were allowed to write, one after another
 * @param writeGap longest time without an acknowledged write through the Service, in milliseconds
 * @param converge milliseconds from the healing until the group had settled; null when it never had
 * @param acked writes that were acknowledged
 * @param unknown writes without a clear answer
 * @param lost acknowledged writes that the final primary does not have
 * @param reported transactions that a blocked site has alone, as status reports them exactly
 * @param ambushes blows that waited for a moment of the failover
 * @param story what was done, with times
 * @param violations what must never be, in words
 * @param timeline file with everything that happened, of a run with violations; else empty
 */
public record RunReport(
    int run,
    String plan,
    List<String> faults,
    List<String> holders,
    double writeGap,
    @Nullable Double converge,
    long acked,
    long unknown,
    int lost,
    long reported,
    List<AmbushReport> ambushes,
    List<String> story,
    List<String> violations,
    String timeline) {
  public RunReport {
    faults = List.copyOf(faults);
    holders = List.copyOf(holders);
    ambushes = List.copyOf(ambushes);
    story = List.copyOf(story);
    violations = List.copyOf(violations);
  }

  RunReport withTimeline(String file) {
    return new RunReport(
        run,
        plan,
        faults,
        holders,
        writeGap,
        converge,
        acked,
        unknown,
        lost,
        reported,
        ambushes,
        story,
        violations,
        file);
  }
}
