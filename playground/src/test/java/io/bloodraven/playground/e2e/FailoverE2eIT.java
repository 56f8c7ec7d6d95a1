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
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A primary dies; another site takes over, and the old one becomes its replica. */
@OnPlayground
class FailoverE2eIT {
  private static final Duration WRITABLE = Duration.ofSeconds(30);

  @TempDir Path ledgers;

  @Test
  void movesToTheOtherSiteAndBackAgain(LivePlayground live) throws Exception {
    String first = live.activeSite();
    String second = live.standby();
    long epoch = live.status().epoch();

    live.scripts().inject("kill-mysqld", first);
    awaitOpen(live, second);
    live.settle();
    assertThat(live.activeSite()).isEqualTo(second);
    assertThat(live.status().epoch()).isGreaterThan(epoch);

    live.scripts().inject("kill-mysqld", second);
    awaitOpen(live, first);
    live.settle();
    assertThat(live.activeSite()).isEqualTo(first);
  }

  @ParameterizedTest
  @EnumSource(names = {"CRASH", "ISOLATE"})
  void losesNothingSilentlyAndNeverOpensTwoSites(FaultKind fault, LivePlayground live)
      throws Exception {
    BenchOptions options = new BenchOptions(fault, WRITABLE, LivePlayground.SETTLED, ledgers);
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    BenchReport report = new Bench(live.scripts(), options, out).run(1);
    assertThat(report.runs()).hasSize(1);
    RunReport run = report.runs().getFirst();
    assertThat(run.violations()).isEmpty();
    assertThat(run.problems()).isEmpty();
    assertThat(run.to()).isNotEqualTo(run.from());
    assertThat(run.phases()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"kill-worker", "kill-watcher"})
  void isFinishedByTheTwinOfWhateverDiesMeanwhile(String fault, LivePlayground live)
      throws Exception {
    // Which of the two does the work is not known from outside: each of them dies once.
    for (String site : List.of("iad", "pdx")) {
      String standby = live.standby();
      live.scripts().inject("kill-mysqld", live.activeSite());
      live.scripts().inject(fault, site);
      awaitOpen(live, standby);
      live.settle();
      assertThat(live.activeSite()).isEqualTo(standby);
    }
  }

  private static void awaitOpen(LivePlayground live, String site) {
    await()
        .atMost(WRITABLE)
        .pollInterval(Duration.ofMillis(100))
        .ignoreExceptions()
        .until(() -> live.server(site).open());
  }
}
