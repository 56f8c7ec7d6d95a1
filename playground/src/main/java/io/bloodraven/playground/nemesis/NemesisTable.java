package io.bloodraven.playground.nemesis;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A nemesis as text: a line for each run as it ends, a table of the faults in the end. */
final class NemesisTable {
  private NemesisTable() {}

  static String line(RunReport run) {
    Double converge = run.converge();
    String line =
        String.format(
            Locale.ROOT,
            "run %d: %s%n     %s, write gap %.0f ms, settled %s, %d acked, %d unknown%s",
            run.run(),
            run.plan(),
            String.join(" > ", run.holders()),
            run.writeGap(),
            converge == null ? "never" : Math.round(converge) + " ms after healing",
            run.acked(),
            run.unknown(),
            run.reported() > 0
                ? ", %d transactions aside as reported (%d acked writes)"
                    .formatted(run.reported(), run.lost())
                : "");
    return line
        + run.ambushes().stream().map(NemesisTable::ambush).collect(Collectors.joining())
        + run.violations().stream()
            .map(violation -> "\n     VIOLATION: " + violation)
            .collect(Collectors.joining())
        + (run.timeline().isEmpty() ? "" : "\n     see " + run.timeline());
  }

  private static String ambush(AmbushReport ambush) {
    Double late = ambush.late();
    return "\n     %s: %s %s"
        .formatted(
            ambush.moment(),
            ambush.fault(),
            late == null ? "did not strike" : "struck " + Math.round(late) + " ms later");
  }

  static String summary(NemesisReport report) {
    StringBuilder table = new StringBuilder();
    table.append(
        String.format(
            Locale.ROOT,
            "%n%-16s %4s  %8s %8s  %8s %8s  %6s %8s %10s%n",
            "fault",
            "runs",
            "gap p50",
            "gap p99",
            "heal p50",
            "heal p99",
            "lost",
            "reported",
            "violations"));
    for (NemesisReport.PerFault fault : report.faults()) {
      table.append(
          String.format(
              Locale.ROOT,
              "%-16s %4d  %8.0f %8.0f  %8.0f %8.0f  %6d %8d %10d%n",
              fault.fault(),
              fault.runs(),
              fault.writeGap().p50(),
              fault.writeGap().p99(),
              fault.converge().p50(),
              fault.converge().p99(),
              fault.lost(),
              fault.reported(),
              fault.violations()));
    }
    return table
        + ambushes(report.ambushes())
        + "seed %d, %d runs, with violations: %d; times in milliseconds; a run counts for each of its"
            .formatted(report.seed(), report.runs().size(), report.violations())
        + " faults";
  }

  private static String ambushes(List<NemesisReport.PerAmbush> ambushes) {
    if (ambushes.isEmpty()) {
      return "";
    }
    StringBuilder table = new StringBuilder();
    table.append(
        String.format(
            Locale.ROOT,
            "%n%-14s %-36s %4s %6s  %8s %8s  %8s %8s %10s%n",
            "moment",
            "ambush",
            "runs",
            "struck",
            "late p50",
            "late max",
            "gap p50",
            "gap max",
            "violations"));
    for (NemesisReport.PerAmbush one : ambushes) {
      table.append(
          String.format(
              Locale.ROOT,
              "%-14s %-36s %4d %6d  %8.0f %8.0f  %8.0f %8.0f %10d%n",
              one.moment(),
              one.runs().fault(),
              one.runs().runs(),
              one.late().count(),
              one.late().p50(),
              one.late().max(),
              one.runs().writeGap().p50(),
              one.runs().writeGap().max(),
              one.runs().violations()));
    }
    return table.append(System.lineSeparator()).toString();
  }
}
