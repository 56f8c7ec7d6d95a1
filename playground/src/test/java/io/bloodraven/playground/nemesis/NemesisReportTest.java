package io.bloodraven.playground.nemesis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NemesisReportTest {
  private static final Instant STARTED = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void sumsAmbushesUpByMomentAndFault() {
    NemesisReport report =
        NemesisReport.of(
            1,
            STARTED,
            List.of(
                run(1, Moment.ROUTE_DONE, 12.0, 900, List.of()),
                run(2, Moment.ASSESS_BEGUN, 8.0, 1000, List.of()),
                run(3, Moment.ROUTE_DONE, null, 1500, List.of("two sites open"))));
    assertThat(report.ambushes())
        .extracting(NemesisReport.PerAmbush::moment)
        .as("in the order of a failover")
        .containsExactly("assess begun", "route done");
    assertThat(report.ambushes().getLast().late().count()).isEqualTo(1);
    assertThat(report.ambushes().getLast().runs().violations()).isEqualTo(1);
    assertThat(NemesisTable.summary(report))
        .containsPattern("route done +stop-api +2 +1 +12 +12 +900 +1500 +1\n");
  }

  @Test
  void saysHowLateABlowStruck() {
    assertThat(NemesisTable.line(run(1, Moment.ROUTE_DONE, 12.4, 900, List.of())))
        .contains("\n     route done: stop-api struck 12 ms later");
    assertThat(NemesisTable.line(run(1, Moment.ROUTE_DONE, null, 900, List.of())))
        .contains("\n     route done: stop-api did not strike");
  }

  private static RunReport run(
      int number, Moment moment, @Nullable Double late, double gap, List<String> violations) {
    return new RunReport(
        number,
        "kill-mysqld active, at " + moment + ": stop-api",
        List.of("kill-mysqld", "stop-api"),
        List.of("iad", "pdx"),
        gap,
        2000.0,
        10,
        0,
        0,
        0,
        List.of(new AmbushReport(moment.toString(), "stop-api", late)),
        List.of(),
        violations,
        "");
  }
}
