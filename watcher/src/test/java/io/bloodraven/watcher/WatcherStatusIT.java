package io.bloodraven.watcher;

import static io.bloodraven.watcher.WatchedPair.LIMIT;
import static io.bloodraven.watcher.tracking.TestingHeartbeats.dead;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.bloodraven.api.crd.MysqlFailoverGroupStatus;
import io.bloodraven.api.crd.MysqlFailoverGroupStatus.SiteStatus;
import io.bloodraven.api.health.Verdict;
import io.bloodraven.testing.ApiServer;
import io.bloodraven.testing.TemporalServer;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What watchers show of a group to people and machines, and what it costs, with a real API server
 * and a real Temporal; only the sidecars are stand-ins.
 */
class WatcherStatusIT {
  @AutoClose private static final ApiServer API = ApiServer.startWithCrds();
  @AutoClose private static final TemporalServer TEMPORAL = TemporalServer.start();

  @AutoClose private final WatchedPair pair = new WatchedPair(API, TEMPORAL);
  private final WatchedSystem system = pair.system();
  private final TestingSidecar iad = pair.iad();
  private final TestingSidecar pdx = pair.pdx();

  @Test
  void aHealthyGroupCostsTemporalNothing() {
    system.startWatchers(2);
    pair.awaitTold(2, Verdict.WRITABLE, Verdict.CLOSED);
    await().atMost(LIMIT).until(() -> system.stateInResource("iad").equals("writable"));
    await().atMost(LIMIT).until(() -> system.stateInResource("pdx").equals("read-only"));
    int events = system.history().size();
    String lastWrite = system.resource().getMetadata().getResourceVersion();

    // longer than the pace at which a group that is not well is told of again
    long said = pdx.linesSaid();
    await().atMost(LIMIT).until(() -> pdx.linesSaid() > said + 8);

    assertThat(system.history()).hasSize(events);
    assertThat(system.resource().getMetadata().getResourceVersion()).isEqualTo(lastWrite);
    assertThat(iad.relaysAsked() + pdx.relaysAsked()).as("nobody is asked to relay").isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void whoeverFallsSilentTheOtherOneWritesWhatIsSeen(int silent) {
    system.startWatchers(2);
    await().atMost(LIMIT).until(() -> system.stateInResource("pdx").equals("read-only"));

    system.silenceWatcher(silent);
    iad.say(sequence -> dead("iad", sequence));

    await().atMost(LIMIT).until(() -> system.stateInResource("iad").equals("unreachable"));
  }

  @Test
  void observedAndDecidedStatusLiveTogether() {
    system.startWatchers(2);
    await().atMost(LIMIT).until(() -> system.stateInResource("iad").equals("writable"));
    system.applyStatus(
        "bloodraven-workflow", "activeSite: iad, sites: [{name: pdx, recoveryState: Cloning}]");

    iad.say(sequence -> dead("iad", sequence));

    await().atMost(LIMIT).until(() -> system.stateInResource("iad").equals("unreachable"));
    MysqlFailoverGroupStatus status = requireNonNull(system.resource().getStatus());
    assertThat(status.activeSite()).isEqualTo("iad");
    assertThat(status.healthySites()).isEqualTo("1/2");
    assertThat(status.sites())
        .extracting(
            SiteStatus::name, SiteStatus::state, SiteStatus::role, SiteStatus::recoveryState)
        .containsExactly(
            tuple("iad", "unreachable", null, null),
            tuple("pdx", "read-only", "replica", "Cloning"));
  }

  @Test
  void tellsPeopleAndMachinesOverHttp() {
    system.startWatchers(1);
    await().atMost(LIMIT).until(() -> system.siteState(0, "iad").equals("writable"));
    List<String> live = system.follow(0);

    assertThat(system.get(0, "/active-site?namespace=default&group=main"))
        .returns(200, HttpResponse::statusCode)
        .satisfies(answer -> assertThat(answer.body()).contains("\"activeSite\":\"iad\""));
    assertThat(system.get(0, "/active-site?namespace=default&group=other").statusCode())
        .isEqualTo(404);
    assertThat(system.get(0, "/active-site?namespace=default").statusCode()).isEqualTo(400);
    assertThat(system.get(0, "/active-site?namespace=..&group=%00").statusCode()).isEqualTo(400);
    assertThat(system.get(0, "/healthz").statusCode()).isEqualTo(200);
    assertThat(system.get(0, "/readyz").statusCode()).isEqualTo(200);
    assertThat(system.get(0, "/").body()).contains("Bloodraven");
    assertThat(system.get(0, "/metrics").body())
        .contains("bloodraven_site_state{group=\"main\",namespace=\"default\",site=\"iad\"")
        .contains("bloodraven_watcher_signals_total{");

    iad.say(sequence -> dead("iad", sequence));
    await().atMost(LIMIT).until(() -> live.getLast().contains("\"state\":\"unreachable\""));
    assertThat(live.getFirst()).contains("\"activeSite\":\"iad\"");
    assertThat(live.getLast()).contains("\"activeSite\":\"\"");
    assertThat(system.get(0, "/active-site?namespace=default&group=main").statusCode())
        .isEqualTo(503);

    TEMPORAL.kill();
    try {
      await().atMost(LIMIT).until(() -> system.get(0, "/readyz").statusCode() == 503);
    } finally {
      TEMPORAL.restart();
    }
    await().atMost(LIMIT).until(() -> system.get(0, "/readyz").statusCode() == 200);
  }
}
