package io.bloodraven.playground.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BenchReportTest {
  private static final Instant STARTED = Instant.parse("2026-01-01T00:00:00Z");
  private static final Map<String, Long> PHASES = new LinkedHashMap<>();

  static {
    PHASES.put("assess", 40L);
    PHASES.put("promote", 210L);
  }

  @Test
  void sumsTheRunsUp() {
    BenchReport report =
        BenchReport.of(
            FaultKind.SITE_LOSS,
            STARTED,
            List.of(run(1, 6100.4, List.of()), run(2, 6300.6, List.of("two sites open"))));
    assertThat(report.writeGap()).isEqualTo(new Percentiles(2, 6100.4, 6100.4, 6300.6, 6300.6));
    assertThat(report.violations()).isEqualTo(1);
    assertThat(report.isClean()).isFalse();
    assertThat(BenchTable.summary(report))
        .contains("site-loss, 2 runs on ")
        .contains("write gap       6100     6301     6100     6301")
        .contains("runs with violations: 1, with other problems: 0");
  }

  @Test
  void leavesARunWithoutAnEndOutOfTheFiguresButNotOutOfTheCount() {
    BenchReport report = BenchReport.of(FaultKind.CRASH, STARTED, List.of(run(1, null, List.of())));
    assertThat(report.writeGap().count()).isZero();
    assertThat(report.problems()).isEqualTo(1);
    assertThat(report.isClean()).isFalse();
    assertThat(BenchTable.line(report.runs().getFirst()))
        .contains("never")
        .contains("problem: nobody took over");
  }

  @Test
  void printsALineForARun() {
    assertThat(BenchTable.line(run(3, 812.5, List.of("two sites open"))))
        .startsWith("  3  iad > pdx       7        813")
        .contains("assess 40, promote 210\n     VIOLATION: two sites open");
  }

  @Test
  void writesJsonThatReadsBack() throws IOException {
    BenchReport report =
        BenchReport.of(FaultKind.CRASH, STARTED, List.of(run(1, 812.5, List.of())));
    assertThat(JSON.std.beanFrom(BenchReport.class, JSON.std.asString(report))).isEqualTo(report);
  }

  private static RunReport run(int number, @Nullable Double gap, List<String> violations) {
    List<String> problems = gap == null ? List.of("nobody took over") : List.of();
    return new RunReport(
        number,
        "iad",
        "pdx",
        7,
        gap,
        gap,
        gap,
        4000.0,
        PHASES,
        900,
        3,
        0,
        0,
        0,
        0.0,
        0,
        16,
        violations,
        problems);
  }
}
