package io.bloodraven.playground.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloodraven.playground.nemesis.Fault;
import io.bloodraven.playground.nemesis.Moment;
import io.bloodraven.playground.nemesis.Nemesis;
import io.bloodraven.playground.nemesis.NemesisReport;
import io.bloodraven.playground.nemesis.Plans;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A short nemesis: each fault is drawn. */
@OnPlayground
class NemesisE2eIT {
  private static final long SEED = 209;

  /** With this seed every one of the faults is drawn in them. */
  private static final int RUNS = 3;

  private static final List<Fault> FAULTS =
      List.of(
          Fault.KILL_MYSQLD,
          Fault.ISOLATE,
          Fault.FREEZE_SIDECAR,
          Fault.CUT_PEERS,
          Fault.STOP_API,
          Fault.DELETE_LEASE);

  /** In a crash they come one right after the other. */
  private static final List<Moment> MOMENTS =
      List.of(Moment.PREPARE_BEGUN, Moment.PROMOTE_BEGUN, Moment.ROUTE_BEGUN);

  private static final List<Fault> WORKERS_AND_TEMPORAL =
      List.of(Fault.KILL_MYSQLD, Fault.KILL_WORKER, Fault.STOP_TEMPORAL);

  @TempDir Path folder;

  @Test
  void findsNothing(LivePlayground live) throws Exception {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    NemesisReport report =
        new Nemesis(live.scripts(), Plans.random(FAULTS), LivePlayground.SETTLED, folder, out)
            .run(SEED, numbers(RUNS), _ -> {});
    assertThat(report.runs()).hasSize(RUNS);
    assertThat(report.faults()).hasSameSizeAs(FAULTS);
    assertThat(report.runs()).allSatisfy(run -> assertThat(run.violations()).isEmpty());
  }

  @Test
  void findsNothingInAmbushes(LivePlayground live) throws Exception {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    NemesisReport report =
        new Nemesis(
                live.scripts(),
                Plans.ambushes(WORKERS_AND_TEMPORAL, MOMENTS, false),
                LivePlayground.SETTLED,
                folder,
                out)
            .run(SEED, numbers(MOMENTS.size()), _ -> {});
    assertThat(report.runs()).hasSize(MOMENTS.size());
    assertThat(report.runs()).allSatisfy(run -> assertThat(run.violations()).isEmpty());
    // one may find nothing to strike, such as a worker that the run before has killed
    assertThat(report.runs().stream().flatMap(run -> run.ambushes().stream()))
        .hasSize(MOMENTS.size())
        .anySatisfy(blow -> assertThat(blow.late()).isNotNull());
  }

  private static List<Integer> numbers(int count) {
    return IntStream.rangeClosed(1, count).boxed().toList();
  }
}
