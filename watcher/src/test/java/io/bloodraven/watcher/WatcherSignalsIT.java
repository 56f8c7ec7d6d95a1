package io.bloodraven.watcher;

import static io.bloodraven.watcher.WatchedPair.LIMIT;
import static io.bloodraven.watcher.tracking.TestingHeartbeats.dead;
import static io.bloodraven.watcher.tracking.TestingHeartbeats.open;
import static io.bloodraven.watcher.tracking.TestingHeartbeats.replica;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bloodraven.api.health.Observation;
import io.bloodraven.api.health.Verdict;
import io.bloodraven.testing.ApiServer;
import io.bloodraven.testing.TemporalServer;
import io.bloodraven.workflows.group.ResourceChange;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * What watchers tell a group's workflow of its sites, with a real API server and a real Temporal;
 * only the sidecars are stand-ins, and no worker runs, so that the workflow's history is just what
 * it was told.
 */
class WatcherSignalsIT {
  private static final long LONG_AGO = 60_000;
  @AutoClose private static final ApiServer API = ApiServer.startWithCrds();
  @AutoClose private static final TemporalServer TEMPORAL = TemporalServer.start();

  @AutoClose private final WatchedPair pair = new WatchedPair(API, TEMPORAL);
  private final WatchedSystem system = pair.system();
  private final TestingSidecar iad = pair.iad();
  private final TestingSidecar pdx = pair.pdx();

  @Test
  void aDeadServerIsToldAtOnceAndOncePerWatcher() {
    system.startWatchers(2);
    pair.awaitTold(2, Verdict.WRITABLE, Verdict.CLOSED);

    long before = System.nanoTime();
    iad.say(sequence -> dead("iad", sequence));
    pair.awaitTold(2, Verdict.DEAD, Verdict.CLOSED);

    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(4));
    assertThat(system.observations())
        .filteredOn(observation -> WatchedPair.verdicts(observation).contains(Verdict.DEAD))
        .extracting(Observation::vantagePoint)
        .hasSize(2)
        .doesNotHaveDuplicates();
  }

  @Test
  void aGroupWithoutWritableSiteIsToldOfAgainAndAgain() {
    system.startWatchers(1);
    pair.awaitTold(1, Verdict.WRITABLE, Verdict.CLOSED);

    iad.say(sequence -> dead("iad", sequence));

    pair.awaitTold(3, Verdict.DEAD, Verdict.CLOSED);
    assertThat(system.observations()).extracting(Observation::sequence).isSorted();
  }

  @Test
  void silenceNeedsThatNobodyVouches() {
    system.startWatchers(1);
    pair.awaitTold(1, Verdict.WRITABLE, Verdict.CLOSED);

    iad.fallSilent();
    pair.awaitTold(1, Verdict.UNKNOWN, Verdict.CLOSED);
    assertThat(system.observations())
        .noneMatch(observation -> WatchedPair.verdicts(observation).contains(Verdict.SILENT));

    pdx.say(sequence -> replica("pdx", "iad", sequence, LONG_AGO, LONG_AGO));
    pair.awaitTold(1, Verdict.SILENT, Verdict.CLOSED);

    iad.speak();
    pair.awaitTold(2, Verdict.WRITABLE, Verdict.CLOSED);
  }

  @Test
  void aSiteBehindACutIsHeardThroughAnother() {
    system.startWatchers(1);
    pair.awaitTold(1, Verdict.WRITABLE, Verdict.CLOSED);
    pdx.knows("iad", iad);

    // its peer still hears it and vouches for it, so that silence could never be proven
    iad.fallSilent();
    await().atMost(LIMIT).until(() -> pdx.relaysAsked() > 3);
    await().atMost(LIMIT).until(() -> system.siteState(0, "iad").equals("writable"));

    iad.say(sequence -> dead("iad", sequence));
    pair.awaitToldLast(Verdict.DEAD, Verdict.CLOSED);
    assertThat(system.get(0, "/metrics").body())
        .contains("bloodraven_watcher_relayed_heartbeats_total{by=\"pdx\"");

    iad.say(sequence -> open("iad", sequence));
    iad.speak();
    pair.awaitToldLast(Verdict.WRITABLE, Verdict.CLOSED);
    awaitNoMoreRelays();
    assertThat(system.observations())
        .noneMatch(observation -> WatchedPair.verdicts(observation).contains(Verdict.SILENT));
  }

  @Test
  void afterAnOutageTemporalHearsThePresentOnly() {
    system.startWatchers(1);
    pair.awaitTold(1, Verdict.WRITABLE, Verdict.CLOSED);

    TEMPORAL.kill();
    try {
      iad.say(sequence -> dead("iad", sequence));
      await().atMost(LIMIT).until(() -> system.siteState(0, "iad").equals("unreachable"));
      pdx.say(sequence -> open("pdx", sequence));
      await().atMost(LIMIT).until(() -> system.siteState(0, "pdx").equals("writable"));
    } finally {
      TEMPORAL.restart();
    }

    pair.awaitTold(1, Verdict.DEAD, Verdict.WRITABLE);
    assertThat(system.observations())
        .extracting(WatchedPair::verdicts)
        .containsExactly(
            List.of(Verdict.WRITABLE, Verdict.CLOSED), List.of(Verdict.DEAD, Verdict.WRITABLE));
  }

  @Test
  void aRestartedWatcherTellsAKnownGroupOnce() {
    system.startWatchers(1);
    pair.awaitTold(1, Verdict.WRITABLE, Verdict.CLOSED);
    assertThat(system.changes()).containsExactly(new ResourceChange(1, false, ""));
    system.decide(1);
    system.stopWatchers();

    system.startWatchers(1);
    pair.awaitTold(2, Verdict.WRITABLE, Verdict.CLOSED);

    assertThat(system.changes()).as("the generation was dealt with").hasSize(1);
    assertThat(system.observations()).hasSize(2);
  }

  /** Longer than it takes to ask again. */
  private void awaitNoMoreRelays() {
    await()
        .atMost(LIMIT)
        .until(() -> {
          long asked = pdx.relaysAsked();
          long said = pdx.linesSaid();
          await().atMost(LIMIT).until(() -> pdx.linesSaid() > said + 3);
          return pdx.relaysAsked() == asked;
        });
  }
}
