package io.bloodraven.watcher;

import static io.bloodraven.watcher.tracking.TestingHeartbeats.open;
import static io.bloodraven.watcher.tracking.TestingHeartbeats.replica;
import static org.awaitility.Awaitility.await;

import io.bloodraven.api.health.Observation;
import io.bloodraven.api.health.Sighting;
import io.bloodraven.api.health.Verdict;
import io.bloodraven.testing.ApiServer;
import io.bloodraven.testing.TemporalServer;
import java.time.Duration;
import java.util.List;

/** A group of two sites, {@code iad} open and {@code pdx} its replica, which nobody watches yet. */
final class WatchedPair implements AutoCloseable {
  static final Duration LIMIT = Duration.ofSeconds(20);

  private final WatchedSystem system;
  private final TestingSidecar iad = new TestingSidecar(sequence -> open("iad", sequence));
  private final TestingSidecar pdx =
      new TestingSidecar(sequence -> replica("pdx", "iad", sequence, 100, 100));

  /** Applies the group. */
  WatchedPair(ApiServer api, TemporalServer temporal) {
    system = new WatchedSystem(api, temporal);
    system.sidecar("iad", iad.url());
    system.sidecar("pdx", pdx.url());
    system.apply();
  }

  WatchedSystem system() {
    return system;
  }

  TestingSidecar iad() {
    return iad;
  }

  TestingSidecar pdx() {
    return pdx;
  }

  /** Waits until the workflow was told just so often of these verdicts. */
  void awaitTold(int times, Verdict first, Verdict second) {
    await()
        .atMost(LIMIT)
        .ignoreExceptions()
        .until(() ->
            system.observations().stream()
                    .filter(o -> verdicts(o).equals(List.of(first, second)))
                    .count()
                == times);
  }

  /** Waits until these verdicts are the last that the workflow was told. */
  void awaitToldLast(Verdict first, Verdict second) {
    await()
        .atMost(LIMIT)
        .until(() -> verdicts(system.observations().getLast()).equals(List.of(first, second)));
  }

  static List<Verdict> verdicts(Observation observation) {
    return observation.sites().stream().map(Sighting::verdict).toList();
  }

  @Override
  public void close() {
    system.close();
    iad.close();
    pdx.close();
  }
}
