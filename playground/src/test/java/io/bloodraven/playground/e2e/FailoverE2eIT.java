package io.bloodraven.playground.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bloodraven.playground.bench.Bench;
import io.bloodraven.playground.bench.BenchOptions;
import io.bloodraven.playground.bench.BenchReport;
import io.bloodraven.playground.bench.FaultKind;
import io.bloodraven.playground.bench.RunReport;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A primary dies; another site takes over, and the old one becomes its replica. */
@OnPlayground
class FailoverE2eIT {
  private static final Duration WRITABLE = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final int MOST_CRASHES = 5;

  @TempDir Path ledgers;

  @Test
  void movesToTheOtherSiteAndBackAgain(LivePlayground live) throws Exception {
    String first = live.activeSite();
    String second = live.standby();
    long epoch = live.status().epoch();

    crashUntilMoved(live, first, second);
    live.settle();
    assertThat(live.activeSite()).isEqualTo(second);
    assertThat(live.status().epoch()).isGreaterThan(epoch);

    crashUntilMoved(live, second, first);
    live.settle();
    assertThat(live.activeSite()).isEqualTo(first);

    // as WorkerMetrics makes it of what PhaseClock told
    assertThat(live.workerMetrics())
        .containsPattern("bloodraven_failover_phase_seconds_bucket\\{.*phase=\"promote\".*le=");
  }

  @ParameterizedTest
  @EnumSource(names = {"CRASH", "ISOLATE"})
  void losesNothingSilentlyAndNeverOpensTwoSites(FaultKind fault, LivePlayground live)
      throws Exception {
    BenchOptions options = new BenchOptions(fault, 0, WRITABLE, LivePlayground.SETTLED, ledgers);
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    BenchReport report = new Bench(live.scripts(), options, out).run(1, _ -> {});
    assertThat(report.runs()).hasSize(1);
    RunReport run = report.runs().getFirst();
    assertThat(run.violations()).isEmpty();
    assertThat(run.problems()).isEmpty();
    assertThat(run.writeGap()).isNotNull();
  }

  @Test
  void isFinishedByTheTwinsOfWhateverDiesMeanwhile(LivePlayground live) throws Exception {
    // Which of the two does the work is not known from outside: each of them dies once.
    for (String site : List.of("iad", "pdx")) {
      String active = live.activeSite();
      String standby = live.standby();
      live.scripts().inject("kill-mysqld", active);
      live.scripts().inject("kill-worker", site);
      live.scripts().inject("kill-watcher", site);
      await()
          .atMost(WRITABLE)
          .pollInterval(POLL)
          .until(() -> isOpen(live, standby) || isOpen(live, active));
      live.settle();
    }
  }

  @Test
  void noticesADeathThatOnlyTheOtherSiteHears(LivePlayground live) throws Exception {
    String dying = live.activeSite();
    String relay = live.standby();
    live.scripts().inject("cut-links", watchersTo(dying, relay));
    crashUntilMoved(live, dying, relay);
    await()
        .atMost(WRITABLE)
        .untilAsserted(() ->
            assertThat(live.cluster().lastCause())
                .startsWith("mysqld at %s is dead".formatted(dying)));
    live.settle();
  }

  /** What both watchers ask the site and what it answers. */
  private static String watchersTo(String site, String other) {
    return Stream.of(site, other)
        .map("watcher@"::concat)
        .flatMap(watcher ->
            Stream.of("sidecar@" + site, "mysql@" + site)
                .flatMap(end -> Stream.of(watcher + ">" + end, end + ">" + watcher)))
        .collect(Collectors.joining(","));
  }

  /**
   * Crashes a primary until somebody else takes over. One that is back before that keeps its place,
   * and nothing was lost.
   */
  private static void crashUntilMoved(LivePlayground live, String from, String to) {
    for (int crash = 1; crash <= MOST_CRASHES && !isOpen(live, to); crash++) {
      live.scripts().inject("kill-mysqld", from);
      await()
          .atMost(WRITABLE)
          .pollInterval(POLL)
          .until(() -> isOpen(live, to) || isOpen(live, from));
    }
    assertThat(isOpen(live, to)).as("%s took over", to).isTrue();
  }

  private static boolean isOpen(LivePlayground live, String site) {
    try {
      return live.server(site).open();
    } catch (SQLException | IllegalStateException unanswered) {
      return false;
    }
  }
}
