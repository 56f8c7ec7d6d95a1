package io.bloodraven.watcher;

import static io.bloodraven.watcher.WatchedPair.LIMIT;
import static io.bloodraven.watcher.tracking.TestingHeartbeats.dead;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bloodraven.api.health.Verdict;
import io.bloodraven.testing.ApiServer;
import io.bloodraven.testing.TemporalServer;
import io.bloodraven.workflows.group.ResourceChange;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What watchers tell a group's workflow of its resource and of the objects it owns, with a real API
 * server and a real Temporal; only the sidecars are stand-ins.
 */
class WatcherResourceIT {
  @AutoClose private static final ApiServer API = ApiServer.startWithCrds();
  @AutoClose private static final TemporalServer TEMPORAL = TemporalServer.start();

  @AutoClose private final WatchedPair pair = new WatchedPair(API, TEMPORAL);
  private final WatchedSystem system = pair.system();
  private final TestingSidecar iad = pair.iad();

  @Test
  void aChangedManifestIsToldByItsGeneration() {
    system.startWatchers(1);
    await().atMost(LIMIT).until(() -> system.changes().size() == 1);

    system.patch("{\"metadata\": {\"annotations\": {\"a\": \"b\"}}}");
    system.patch("{\"spec\": {\"failoverCooldown\": \"1m\"}}");

    await().atMost(LIMIT).until(() -> system.changes().size() == 2);
    assertThat(system.changes().getLast()).isEqualTo(new ResourceChange(2, false, ""));
  }

  @Test
  void aDeletionIsToldOnceAndStartsNothing() {
    system.patch("{\"metadata\": {\"finalizers\": [\"shipstream.io/test\"]}}");
    system.startWatchers(1);
    pair.awaitTold(1, Verdict.WRITABLE, Verdict.CLOSED);

    system.delete();
    await().atMost(LIMIT).until(() -> system.changes().getLast().deleted());
    iad.say(sequence -> dead("iad", sequence));
    int events = system.history().size();
    system.patch(WatchedSystem.NO_FINALIZERS);
    await().atMost(LIMIT).until(() -> system.statusOf(0).equals("{}"));

    assertThat(system.history()).hasSize(events);
    assertThat(system.changes()).filteredOn(ResourceChange::deleted).hasSize(1);
  }

  @Test
  void onlyChangesByOthersAreDrift() {
    system.startWatchers(1);
    pair.awaitTold(1, Verdict.WRITABLE, Verdict.CLOSED);
    int changes = system.changes().size();

    system.applyService("bloodraven-workflow", 3306);
    system.applyService("bloodraven-workflow", 3307);
    system.applyService("somebody", 3308);

    await().atMost(LIMIT).until(() -> system.changes().size() > changes);
    assertThat(system.changes().getLast())
        .isEqualTo(new ResourceChange(1, false, "Service/mysql-main-primary"));
    assertThat(system.changes()).hasSize(changes + 1);

    system.applyService("bloodraven-workflow", 3306);
    system.deleteService();

    await().atMost(LIMIT).until(() -> system.changes().size() > changes + 1);
    assertThat(system.changes()).hasSize(changes + 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ServiceAccount", "Role", "RoleBinding"})
  void whatLetsSidecarsUseTheLeaseIsMissed(String kind) {
    system.applyAccess();
    system.startWatchers(1);
    await().atMost(LIMIT).until(() -> system.get(0, "/readyz").statusCode() == 200);
    await().atMost(LIMIT).until(() -> system.changes().size() == 1);

    system.deleteAccess(kind);

    await().atMost(LIMIT).until(() -> system.changes().size() == 2);
    assertThat(system.changes().getLast())
        .isEqualTo(new ResourceChange(1, false, kind + "/mysql-main"));
  }

  @Test
  void aLostControlTokenIsToldOnceIfThereHasBeenOne() {
    system.deleteControlToken();
    system.startWatchers(1);
    await().atMost(LIMIT).until(() -> system.changes().size() == 1);
    assertThat(system.changes().getLast().drift()).as("not built up yet").isEmpty();

    system.applyStatus("bloodraven-workflow", "activeSite: iad, epoch: 1");

    await().atMost(LIMIT).until(() -> system.changes().size() == 2);
    assertThat(system.changes().getLast())
        .isEqualTo(new ResourceChange(1, false, "Secret/mysql-main-control"));
    await().during(Duration.ofSeconds(3)).atMost(LIMIT).until(() -> system.changes().size() == 2);
  }

  @Test
  void aPodLabelledBySomebodyElseIsDrift() {
    system.applyPod("iad");
    system.startWatchers(1);
    pair.awaitTold(1, Verdict.WRITABLE, Verdict.CLOSED);
    int changes = system.changes().size();

    system.labelPod("iad", "bloodraven-workflow", "replica");
    system.labelPod("iad", "bloodraven-workflow", "fenced");
    system.annotatePod("iad");
    system.labelPod("iad", "somebody", "primary");

    ResourceChange drift = new ResourceChange(1, false, "Pod/mysql-main-iad-1");
    await().atMost(LIMIT).until(() -> system.changes().size() > changes);
    assertThat(system.changes().getLast()).isEqualTo(drift);
    assertThat(system.changes()).hasSize(changes + 1);

    system.labelPod("iad", "bloodraven-workflow", "fenced");
    system.labelPod("iad", "somebody", null);

    await().atMost(LIMIT).until(() -> system.changes().size() > changes + 1);
    assertThat(system.changes()).hasSize(changes + 2).endsWith(drift);
  }

  @Test
  void theActiveSiteIsFollowedAlsoWhenTheManifestHasLostIt() {
    system.startWatchers(1);
    pair.awaitTold(1, Verdict.WRITABLE, Verdict.CLOSED);
    system.applyStatus("bloodraven-workflow", "activeSite: iad, epoch: 1");

    system.patch(
        """
        {"spec": {"sites": [
          {"name": "pdx", "taintNodeSelector": {"site": "pdx"}, "lbIP": "192.0.2.2"},
          {"name": "sfo", "taintNodeSelector": {"site": "sfo"}, "lbIP": "192.0.2.3"}]}}
        """);
    await().atMost(LIMIT).until(() -> system.statusOf(0).contains("\"sfo\""));
    iad.say(sequence -> dead("iad", sequence));

    await()
        .atMost(LIMIT)
        .until(() ->
            system.observations().getLast().sites().stream()
                .anyMatch(site -> site.site().equals("iad") && site.verdict() == Verdict.DEAD));
    system.applyStatus("bloodraven-workflow", "activeSite: pdx, epoch: 2");
    await().atMost(LIMIT).until(() -> !system.statusOf(0).contains("\"iad\""));
    await().atMost(LIMIT).until(() -> system.stateInResource("iad").isEmpty());
  }
}
