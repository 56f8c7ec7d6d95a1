package io.bloodraven.playground.bench;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A benchmark as text: a line for each run as it ends, a summary in the end. */
final class BenchTable {
  private BenchTable() {}

  static String header() {
    return "run  move        epoch  write gap  from last ack  open  converge  acked  unknown  lost"
        + "  late acks  phases of the failover [ms]";
  }

  static String line(RunReport run) {
    String line =
        String.format(
            Locale.ROOT,
            "%3d  %-10s  %5d  %9s  %13s  %4s  %8s  %5d  %7d  %4d  %9d  %s",
            run.run(),
            run.from() + " > " + run.to(),
            run.epoch(),
            text(run.writeGap()),
            text(run.writeGapFromLastAck()),
            text(run.openGap()),
            text(run.converge()),
            run.acked(),
            run.unknown(),
            run.lostAcked(),
            run.lateAcks(),
            run.phases().entrySet().stream()
                .map(phase -> phase.getKey() + " " + phase.getValue())
                .collect(Collectors.joining(", ")));
    if (run.from().equals(run.to())) {
      line += "\n     the old server was back before anybody took over";
    }
    if (run.reportedLoss() > 0) {
      line +=
          "\n     %s is blocked with %d transactions of its own, as reported"
              .formatted(run.from(), run.reportedLoss());
    }
    return line + notes("VIOLATION", run.violations()) + notes("problem", run.problems());
  }

  static String summary(BenchReport report) {
    return String.format(
        Locale.ROOT,
        """

        %s, %d runs on %s; milliseconds
                         p50      p99      min      max
        write gap     %s
        from last ack %s
        open          %s
        converge      %s
        writes acknowledged by the old primary after the first by the new: %d
        sent before and acknowledged after it: %d, of %d that were under way at the fault
        acknowledged writes lost: %d
        runs with violations: %d, with other problems: %d\
        """,
        report.fault(),
        report.runs().size(),
        report.machine(),
        text(report.writeGap()),
        text(report.writeGapFromLastAck()),
        text(report.openGap()),
        text(report.converge()),
        report.lateAcks(),
        report.tardyAcks(),
        report.underWay(),
        report.lostAcked(),
        report.violations(),
        report.problems());
  }

  private static String notes(String kind, List<String> notes) {
    return notes.stream().map(note -> "\n     " + kind + ": " + note).collect(Collectors.joining());
  }

  private static String text(@Nullable Double millis) {
    return millis == null ? "never" : Long.toString(Math.round(millis));
  }

  private static String text(Percentiles figures) {
    return String.format(
        Locale.ROOT,
        "%6.0f   %6.0f   %6.0f   %6.0f",
        figures.p50(),
        figures.p99(),
        figures.min(),
        figures.max());
  }
}
