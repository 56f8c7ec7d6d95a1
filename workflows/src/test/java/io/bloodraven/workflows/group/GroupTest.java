package io.bloodraven.workflows.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bloodraven.api.health.Observation;
import io.bloodraven.workflows.failover.FailoverActivities;
import io.bloodraven.workflows.group.DecidedStatus.Condition;
import io.bloodraven.workflows.testing.Quiescence;
import io.bloodraven.workflows.testing.TestingCluster;
import io.bloodraven.workflows.testing.TestingTemporal;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.sdk.v1.WorkflowMetadata;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The entity workflow with watchers that tell it what they see. */
@Execution(ExecutionMode.CONCURRENT)
final class GroupTest {
  private TestingCluster cluster = new TestingCluster("iad", "pdx").running("iad", 1);
  private TestingTemporal temporal = new TestingTemporal(cluster);

  @BeforeAll
  static void patience() {
    Awaitility.setDefaultTimeout(Duration.ofSeconds(15));
  }

  @AfterEach
  void close() {
    assertThat(cluster.twoWereOpenAtOnce()).isFalse();
    temporal.close();
  }

  private void restartWith(TestingCluster other, int workflowCacheSize) {
    temporal.close();
    cluster = other;
    temporal = new TestingTemporal(other, workflowCacheSize);
  }

  private void tell(String... watchers) {
    for (String watcher : watchers) {
      temporal.tell(watcher);
    }
  }

  private void awaitActive(String site) {
    await().until(() -> temporal.running().view().activeSite().equals(site));
  }

  private void awaitPhase(String phase) {
    await()
        .untilAsserted(() ->
            assertThat(temporal.activities.status().map(DecidedStatus::phase)).contains(phase));
  }

  private boolean condition(String type) {
    return temporal.activities.status().orElseThrow().conditions().stream()
        .filter(condition -> condition.type().equals(type))
        .anyMatch(Condition::status);
  }

  /** Adopted, replica well, nothing to do. */
  private void settle() {
    tell("w1");
    awaitActive("iad");
    awaitPhase("Ready");
    awaitIdle();
  }

  private void awaitIdle() {
    await().until(() -> Quiescence.of(temporal.history(cluster.group.workflowId())));
  }

  private long historyLength() {
    return temporal.history(cluster.group.workflowId()).getEvents().size();
  }

  private void crashAndFailOver(String from, String to) {
    cluster.crash(from);
    tell("w1", "w2");
    await().until(() -> cluster.isOpen(to));
    awaitActive(to);
  }

  private void returnAsReplica(String site, String active) {
    cluster.restart(site);
    tell("w1");
    await().until(() -> cluster.sourceOf(site).equals(active));
    tell("w1");
    awaitPhase("Ready");
  }

  @Test
  void saysWhichSwitchesAreArmed() {
    settle();
    assertThat(switches())
        .isEqualTo(
            new Condition(
                "SwitchesArmed", true, "NetworkGuard", "iad: mysql-event, network-guard"));

    cluster.loseGuard("iad");
    tell("w1");
    await()
        .untilAsserted(() ->
            assertThat(switches())
                .isEqualTo(new Condition("SwitchesArmed", true, "EventOnly", "iad: mysql-event")));
  }

  private Condition switches() {
    return temporal.activities.status().orElseThrow().conditions().stream()
        .filter(condition -> condition.type().equals("SwitchesArmed"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void saysInTheTemporalUiHowTheGroupIs() {
    settle();
    assertThat(details()).isEqualTo("**Ready**: iad takes writes, epoch 1");
  }

  private String details() {
    return temporal
        .client()
        .newUntypedWorkflowStub(cluster.group.workflowId())
        .query("__temporal_workflow_metadata", WorkflowMetadata.class)
        .getCurrentDetails();
  }

  @Test
  void aReplicaThatCannotConnectIsToldAndStaysWithItsReaders() {
    settle();
    long before = temporal.activities.count("labelPods");
    cluster.connecting("pdx", true);
    tell("w1");
    awaitPhase("Degraded");
    assertThat(message("Degraded")).isEqualTo("pdx is not connected to iad");
    assertThat(convergence("pdx")).isEqualTo("Pending");

    cluster.connecting("pdx", false);
    tell("w1");
    awaitPhase("Ready");
    assertThat(convergence("pdx")).isEqualTo("Converged");
    assertThat(temporal.activities.count("labelPods")).isEqualTo(before);
  }

  @Test
  void aReplicaThatIsTooFarBehindIsTakenFromItsReaders() {
    settle();
    cluster.lagging("pdx", true);
    tell("w1");
    awaitPhase("Degraded");
    assertThat(message("Degraded"))
        .isEqualTo("pdx is further behind than spec.replication.maxLagSeconds allows");
    awaitLabels("pdx=replica(ill) iad=primary");

    cluster.lagging("pdx", false);
    tell("w1");
    awaitPhase("Ready");
    awaitLabels("pdx=replica iad=primary");
  }

  private void awaitLabels(String labels) {
    await()
        .untilAsserted(() ->
            assertThat(temporal.activities.calls())
                .filteredOn(call -> call.startsWith("labelPods"))
                .last()
                .isEqualTo("labelPods " + labels));
  }

  private String convergence(String site) {
    return temporal.activities.status().orElseThrow().sites().stream()
        .filter(decision -> decision.site().equals(site))
        .map(DecidedStatus.SiteDecision::sourceConvergenceState)
        .findFirst()
        .orElseThrow();
  }

  private String message(String type) {
    return temporal.activities.status().orElseThrow().conditions().stream()
        .filter(condition -> condition.type().equals(type))
        .map(Condition::message)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aStalledPrimaryIsFailedOverAndReturns() {
    settle();
    cluster.stall("iad");
    tell("w1", "w2");
    awaitActive("pdx");
    assertThat(cluster.openings()).containsExactly("iad@1", "pdx@2");
    returnAsReplica("iad", "pdx");
    assertThat(temporal.activities.eventReasons())
        .contains("FailoverExecuted")
        .doesNotContain("DataLossDetected");
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 0})
  void aCrashFailsOverOnceAndTheOldPrimaryReturns(int workflowCacheSize) {
    restartWith(new TestingCluster("iad", "pdx").running("iad", 1), workflowCacheSize);
    settle();
    crashAndFailOver("iad", "pdx");
    tell("w2", "w1", "w2");
    returnAsReplica("iad", "pdx");
    assertThat(cluster.openings()).containsExactly("iad@1", "pdx@2");
    assertThat(temporal.activities.count("promote")).isEqualTo(1);
    assertThat(temporal.activities.eventReasons())
        .contains("FailoverExecuted", "RecoveryComplete")
        .doesNotContain("DataLossDetected");
    DecidedStatus status = temporal.activities.status().orElseThrow();
    assertThat(status.activeSite()).isEqualTo("pdx");
    assertThat(status.epoch()).isEqualTo(2);
    assertThat(status.lastFailoverTarget()).isEqualTo("pdx");
    assertThat(status.history()).hasSize(1);
    assertThat(condition("Ready")).isTrue();
    assertThat(condition("Degraded")).isFalse();
  }

  @Test
  void statusIsWrittenAfterWritesAreBack() {
    settle();
    int before = temporal.activities.calls().size();
    crashAndFailOver("iad", "pdx");
    awaitPhase("Degraded");
    List<String> after =
        temporal.activities.calls().subList(before, temporal.activities.calls().size());
    assertThat(after).contains("promote pdx");
    assertThat(after.subList(0, after.indexOf("promote pdx")))
        .containsExactly("assess iad", "prepare pdx");
  }

  @Test
  void silenceFailsOver() {
    settle();
    cluster.isolate("iad");
    tell("w1");
    awaitActive("pdx");
    cluster.heal("iad");
    tell("w1");
    await().until(() -> cluster.sourceOf("iad").equals("pdx"));
  }

  @Test
  void aSecondCrashDuringTheCooldownMovesBackWithoutLoss() {
    settle();
    crashAndFailOver("iad", "pdx");
    returnAsReplica("iad", "pdx");
    crashAndFailOver("pdx", "iad");
    assertThat(cluster.openings()).hasSize(3).endsWith("iad@3");
    assertThat(temporal.running().view().history().getFirst().cause()).contains("cooldown");
  }

  @Test
  void silenceDuringTheCooldownWaits() {
    settle();
    crashAndFailOver("iad", "pdx");
    returnAsReplica("iad", "pdx");
    cluster.isolate("pdx");
    tell("w1");
    await().until(() -> temporal.activities.eventReasons().contains("NoPrimaryDetected"));
    assertThat(temporal.activities.count("promote")).isEqualTo(1);
    temporal.pass(Duration.ofMinutes(5));
    tell("w1");
    awaitActive("iad");
  }

  @Test
  void divergentTransactionsBlockTheReturn() {
    settle();
    cluster.commitAlone("iad", 3);
    crashAndFailOver("iad", "pdx");
    cluster.restart("iad");
    tell("w1");
    await().until(() -> temporal.activities.status().isPresent() && condition("RecoveryPending"));
    DecidedStatus.SiteDecision iad = temporal.activities.status().orElseThrow().sites().getFirst();
    assertThat(iad.recoveryState()).isEqualTo("RecoveryBlocked");
    assertThat(iad.divergentGtid()).endsWith(":1000000-1000002");
    assertThat(iad.divergentTransactionCount()).isEqualTo(3);
    assertThat(temporal.activities.eventReasons()).contains("DataLossDetected");
    long attempts = temporal.activities.count("rejoin");
    temporal.pass(Duration.ofHours(1));
    tell("w1");
    awaitIdle();
    assertThat(temporal.activities.count("rejoin")).isEqualTo(attempts);
  }

  /** What the blocked site has is lost already, and holds up nobody who has all the rest. */
  @Test
  void aSecondCrashWhileASiteIsBlockedMovesToTheThird() {
    restartWith(new TestingCluster("iad", "pdx", "sfo").running("iad", 1), 100);
    settle();
    block("iad", "pdx");
    assertThat(cluster.sourceOf("sfo")).isEqualTo("pdx");
    cluster.commit(5);
    crashAndFailOver("pdx", "sfo");
    assertThat(cluster.openings()).containsExactly("iad@1", "pdx@2", "sfo@3");
    assertThat(temporal.activities.events())
        .noneMatch(event -> event.message().contains("sfo was opened without"));
    tell("w1");
    await().until(() -> temporal.activities.calls().contains("rejoin iad sfo"));
    awaitIdle();
    assertThat(siteStatus("iad").recoveryState()).isEqualTo("RecoveryBlocked");
  }

  /** Nobody has compared it with the third yet. */
  @Test
  void aBlockedSiteStaysSoWhenThePrimaryMoves() {
    restartWith(new TestingCluster("iad", "pdx", "sfo").running("iad", 1), 100);
    settle();
    block("iad", "pdx");
    cluster.isolate("iad");
    crashAndFailOver("pdx", "sfo");
    temporal.pass(Duration.ofHours(1));
    cluster.heal("iad");
    cluster.crash("sfo");
    tell("w1", "w2");
    await().until(() -> temporal.activities.eventReasons().contains("TotalLossDetected"));
    awaitIdle();
    assertThat(cluster.openings()).endsWith("sfo@3");
    assertThat(siteStatus("iad").recoveryState()).isEqualTo("RecoveryBlocked");
  }

  /** It lacks all that was written since it was cut off; the dead one opens when it is back. */
  @Test
  void aBlockedSiteIsNotPromotedThoughThereIsNoOther() {
    settle();
    block("iad", "pdx");
    cluster.commit(5);
    temporal.pass(Duration.ofHours(1));
    cluster.crash("pdx");
    tell("w1", "w2");
    await().until(() -> temporal.activities.eventReasons().contains("TotalLossDetected"));
    awaitIdle();
    assertThat(temporal.activities.count("promote")).isEqualTo(1);
    assertThat(siteStatus("iad").recoveryState()).isEqualTo("RecoveryBlocked");
    cluster.restart("pdx");
    tell("w1", "w2");
    await().until(() -> condition("Ready"));
    assertThat(cluster.openings()).containsExactly("iad@1", "pdx@2", "pdx@2");
  }

  /** Nobody has compared it since, whatever else has happened. */
  @Test
  void aBlockedSiteStaysBarredInANewRunAndWhenItWasOutOfTheManifest() {
    settle();
    block("iad", "pdx");
    String firstRun = runId();
    for (int i = 0; i < 400 && runId().equals(firstRun); i++) {
      tell("w1");
    }
    await().until(() -> !runId().equals(firstRun));
    cluster.crash("pdx");
    tell("w1");
    await().until(() -> temporal.activities.eventReasons().contains("TotalLossDetected"));
    cluster.removeFromSpec("iad");
    temporal.resourceChanged(new ResourceChange(cluster.generation(), false, ""));
    await().until(() -> status().observedGeneration() == cluster.generation());
    cluster.putBackIntoSpec("iad");
    temporal.resourceChanged(new ResourceChange(cluster.generation(), false, ""));
    await().until(() -> status().observedGeneration() == cluster.generation());
    tell("w1", "w2");
    awaitIdle();
    assertThat(temporal.activities.count("promote")).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "iad, 00000000-0000, true",
    "iad, 0000000, false",
    "iad, 11111111-0000, false",
    "iad,, false",
    "pdx, 00000000-0000, false",
    ", 00000000-0000, false",
    "nowhere, 00000000-0000, false"
  })
  void aPersonMayAdmitABlockedSite(@Nullable String site, @Nullable String gtid, boolean admitted) {
    settle();
    block("iad", "pdx");
    cluster.crash("pdx");
    tell("w1");
    await().until(() -> temporal.activities.eventReasons().contains("TotalLossDetected"));
    temporal.running().admitSite(new Admission(site, gtid));
    String told = admitted ? "SiteAdmitted" : "AdmissionRefused";
    await().until(() -> temporal.activities.eventReasons().contains(told));
    if (!admitted) {
      assertThat(temporal.activities.count("promote")).isEqualTo(1);
      return;
    }
    awaitActive("iad");
    assertThat(cluster.openings()).endsWith("iad@3");
    cluster.restart("pdx");
    tell("w1");
    await().until(() -> cluster.sourceOf("pdx").equals("iad"));
  }

  @Test
  void aWordStillCountsWhenAHigherEpochTurnsUp() {
    settle();
    block("iad", "pdx");
    cluster.crash("pdx");
    tell("w1");
    await().until(() -> temporal.activities.eventReasons().contains("TotalLossDetected"));
    cluster.seen("iad", 7);
    temporal.running().admitSite(new Admission("iad", "00000000-0000"));
    awaitActive("iad");
    assertThat(cluster.openings()).endsWith("iad@8");
  }

  @Test
  void nobodyIsAdmittedWhileASiteIsOpen() {
    settle();
    block("iad", "pdx");
    temporal.running().admitSite(new Admission("iad", "00000000-0000"));
    await()
        .until(() ->
            temporal.activities.events().stream()
                .anyMatch(event -> event.message().startsWith("pdx takes writes")));
  }

  /** A fence that came to nothing does not keep the old primary from coming back. */
  @Test
  void theActiveSiteOpensAgainThoughAnotherWasAdmitted() {
    settle();
    block("iad", "pdx");
    cluster.crash("pdx");
    tell("w1");
    await().until(() -> temporal.activities.eventReasons().contains("TotalLossDetected"));
    temporal.activities.fail("prepare", 1, FailoverActivities.NOT_IN_ELECTORATE);
    temporal.running().admitSite(new Admission("iad", "00000000-0000"));
    await().until(() -> temporal.activities.calls().contains("prepare iad"));
    cluster.restart("pdx");
    temporal.pass(Duration.ofSeconds(3));
    tell("w1");
    await().until(() -> cluster.isOpen("pdx"));
    awaitActive("pdx");
    tell("w1");
    awaitIdle();
    assertThat(siteStatus("iad").recoveryState()).isEqualTo("RecoveryBlocked");
  }

  /** {@code site} crashes with transactions that {@code other}, which takes over, lacks. */
  private void block(String site, String other) {
    cluster.commitAlone(site, 3);
    crashAndFailOver(site, other);
    cluster.restart(site);
    tell("w1");
    await().until(() -> temporal.activities.status().isPresent() && condition("RecoveryPending"));
    tell("w1");
    awaitIdle();
  }

  private DecidedStatus status() {
    return temporal.activities.status().orElseThrow();
  }

  private DecidedStatus.SiteDecision siteStatus(String site) {
    return status().sites().stream()
        .filter(one -> one.site().equals(site))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aSiteThatFollowsAgainByItselfIsTold() {
    settle();
    cluster.isolate("pdx");
    tell("w1");
    awaitPhase("Degraded");
    cluster.heal("pdx");
    tell("w1");
    awaitPhase("Ready");
    await()
        .until(() ->
            temporal
                .activities
                .events()
                .contains(new GroupEvent(false, "SiteRecovered", "pdx replicates from iad again")));
    assertThat(temporal.activities.count("rejoin")).isZero();
    assertThat(temporal.activities.eventReasons()).doesNotContain("RecoveryComplete");
  }

  @ParameterizedTest
  @ValueSource(strings = {"SecretNotFound", "SecretMissingKey", "CredentialReconcileFailed"})
  void whatIsWrongWithUsersIsToldOnce(String reason) {
    temporal.activities.fail("ensureUsers", 3, reason);
    tell("w1");
    await().until(() -> temporal.activities.eventReasons().contains(reason));
    temporal.pass(Duration.ofMinutes(2));
    awaitPhase("Ready");
    assertThat(temporal.activities.statuses())
        .extracting(DecidedStatus::phase)
        .contains("Degraded");
    assertThat(temporal.activities.count("ensureUsers")).isEqualTo(4);
    assertThat(temporal.activities.events())
        .filteredOn(event -> event.reason().equals(reason))
        .containsExactly(new GroupEvent(true, reason, "ensureUsers failed on purpose"));
  }

  @Test
  void aNewGroupIsBuiltUp() {
    restartWith(new TestingCluster("iad", "pdx"), 100);
    temporal.resourceChanged(new ResourceChange(1, false, ""));
    await().until(() -> temporal.activities.calls().contains("applyObjects"));
    tell("w1");
    awaitActive("iad");
    assertThat(cluster.openings()).containsExactly("iad@1");
    await().until(() -> temporal.activities.calls().contains("ensureUsers iad"));
    cluster.commit(10);
    tell("w1");
    await().until(() -> cluster.sourceOf("pdx").equals("iad"));
    assertThat(temporal.activities.calls()).contains("cloneFrom pdx iad");
    tell("w1");
    awaitPhase("Ready");
  }

  @Test
  void aCloneMayTakeAsLongAsTheManifestSays() {
    restartWith(new TestingCluster("iad", "pdx").withCloneTimeout(Duration.ofHours(30)), 100);
    tell("w1");
    awaitActive("iad");
    cluster.commit(10);
    tell("w1");
    await().until(() -> temporal.activities.calls().contains("cloneFrom pdx iad"));
    assertThat(limitOf("CloneFrom")).isEqualTo(Duration.ofHours(30));
  }

  private Duration limitOf(String activity) {
    return temporal.history(cluster.group.workflowId()).getEvents().stream()
        .filter(HistoryEvent::hasActivityTaskScheduledEventAttributes)
        .map(HistoryEvent::getActivityTaskScheduledEventAttributes)
        .filter(scheduled -> scheduled.getActivityType().getName().equals(activity))
        .map(scheduled -> scheduled.getStartToCloseTimeout().getSeconds())
        .map(Duration::ofSeconds)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aGroupThatIsWellCostsNothing() {
    settle();
    long before = historyLength();
    temporal.pass(Duration.ofHours(24));
    assertThat(historyLength()).isEqualTo(before);
  }

  @Test
  void anObservationThatTurnsOutWrongIsNotActedOnForever() {
    settle();
    Observation seen = silentButVouchedFor();
    temporal.signal(seen);
    await().until(() -> temporal.activities.count("assess") > 0);
    temporal.pass(Duration.ofHours(1));
    assertThat(temporal.activities.count("assess")).isLessThan(12);
    assertThat(temporal.activities.count("promote")).isZero();
    long before = historyLength();
    temporal.pass(Duration.ofHours(1));
    assertThat(historyLength()).isEqualTo(before);
  }

  private Observation silentButVouchedFor() {
    cluster.isolate("iad");
    Observation seen = cluster.seenBy("w1");
    cluster.heal("iad");
    cluster.peersVouchedAgo(Duration.ofMillis(500));
    cluster.reopen("iad");
    return seen;
  }

  @Test
  void aStrayIsClosed() {
    settle();
    cluster.isolate("iad");
    tell("w1");
    awaitActive("pdx");
    cluster.heal("iad");
    temporal.signal(cluster.seenBy("w1", "iad", 1));
    await().until(() -> temporal.activities.calls().contains("fenceStray iad"));
    assertThat(temporal.activities.eventReasons()).contains("SplitBrainDetected");
  }

  @Test
  void onlyWhomTheLeaseNamesIsAdopted() {
    settle();
    temporal.signal(cluster.seenBy("liar", "pdx", 9));
    await().until(() -> temporal.activities.calls().contains("reigns pdx 9"));
    tell("w1");
    assertThat(temporal.running().view().activeSite()).isEqualTo("iad");
    assertThat(temporal.running().view().epoch()).isEqualTo(1);
    assertThat(temporal.activities.calls()).doesNotContain("fenceStray iad");
    crashAndFailOver("iad", "pdx");
  }

  @Test
  void adoptionWaitsForALeaseThatCannotBeRead() {
    temporal.activities.fail("reigns", 4);
    tell("w1");
    awaitActive("iad");
    assertThat(temporal.activities.count("reigns")).isEqualTo(5);
  }

  @Test
  void stateIsCarriedIntoANewRun() {
    settle();
    String firstRun = runId();
    for (int i = 0; i < 400 && runId().equals(firstRun); i++) {
      tell("w1");
    }
    await().until(() -> !runId().equals(firstRun));
    assertThat(temporal.running().view().activeSite()).isEqualTo("iad");
    long adoptions = temporal.activities.count("readSpec");
    crashAndFailOver("iad", "pdx");
    assertThat(temporal.running().view().epoch()).isEqualTo(2);
    assertThat(temporal.activities.count("readSpec")).isEqualTo(adoptions);
  }

  private String runId() {
    return temporal
        .client()
        .newUntypedWorkflowStub(cluster.group.workflowId())
        .describe()
        .getExecution()
        .getRunId();
  }

  @Test
  void driftIsPutRight() {
    settle();
    long before = temporal.activities.count("applyObjects");
    temporal.resourceChanged(new ResourceChange(1, false, "Service/mysql-main-primary"));
    await().until(() -> temporal.activities.count("applyObjects") == before + 1);
  }

  @Test
  void anObjectThatDriftedHasThePodsLabelledAnew() {
    settle();
    tell("w1");
    awaitIdle();
    long before = temporal.activities.count("labelPods");
    long pointed = temporal.activities.count("pointDns");
    temporal.resourceChanged(new ResourceChange(1, false, "Pod/mysql-main-iad-1"));
    await().until(() -> temporal.activities.count("labelPods") == before + 1);
    awaitIdle();
    assertThat(temporal.activities.count("labelPods")).isEqualTo(before + 1);
    assertThat(temporal.activities.count("pointDns")).isEqualTo(pointed);
  }

  @Test
  void objectsAppliedTooLateDoNotLeaveClientsAtTheOldSite() {
    settle();
    var gate = temporal.activities.hold("applyObjects");
    long applied = temporal.activities.count("applyObjects");
    temporal.resourceChanged(new ResourceChange(2, false, ""));
    await().until(() -> temporal.activities.count("applyObjects") > applied);
    crashAndFailOver("iad", "pdx");
    awaitPhase("Degraded");
    long pointed = temporal.activities.count("pointDns");
    long tainted = temporal.activities.count("taintNodes");

    gate.countDown();

    await().until(() -> temporal.activities.count("pointDns") == pointed + 1);
    await().until(() -> temporal.activities.count("taintNodes") == tainted + 1);
  }

  @Test
  void aRemovedSiteIsTakenDown() {
    restartWith(new TestingCluster("iad", "pdx", "sfo").running("iad", 1), 100);
    settle();
    cluster.removeFromSpec("sfo");
    temporal.resourceChanged(new ResourceChange(2, false, ""));
    await().until(() -> !cluster.exists("sfo"));
    await().until(() -> temporal.activities.eventReasons().contains("SitesRemoved"));
    awaitIdle();
    assertThat(temporal.activities.calls())
        .filteredOn(call -> call.startsWith("removeSites"))
        .containsExactly("removeSites sfo");
    assertThat(temporal.activities.status().orElseThrow().sites())
        .extracting(DecidedStatus.SiteDecision::site)
        .containsExactly("iad", "pdx");
    awaitPhase("Ready");
  }

  @Test
  void theActiveSiteIsNotTakenDownBeforeThePrimaryHasMoved() {
    restartWith(new TestingCluster("iad", "pdx", "sfo").running("iad", 1), 100);
    settle();
    cluster.removeFromSpec("iad");
    temporal.resourceChanged(new ResourceChange(2, false, ""));
    await().until(() -> temporal.activities.eventReasons().contains("ActiveSiteRemoved"));
    awaitPhase("Degraded");
    awaitIdle();
    assertThat(temporal.activities.count("removeSites")).isZero();
    DecidedStatus status = temporal.activities.status().orElseThrow();
    assertThat(status.activeSite()).isEqualTo("iad");
    assertThat(status.conditions())
        .filteredOn(condition -> condition.type().equals("Degraded"))
        .extracting(Condition::message)
        .containsExactly(
            "spec.sites does not have iad, which is the active site: it stays as it is;"
                + " put it back, or move the primary to another site first");

    cluster.crash("iad");
    tell("w1", "w2");
    awaitActive("pdx");
    tell("w1");
    await().until(() -> !cluster.exists("iad"));
    tell("w1");
    awaitPhase("Ready");
  }

  @Test
  void noSiteIsTakenDownWhileNoneIsOpen() {
    restartWith(new TestingCluster("iad", "pdx", "sfo").running("iad", 1), 100);
    settle();
    cluster.crash("iad");
    cluster.crash("pdx");
    cluster.crash("sfo");
    tell("w1");
    awaitPhase("Waiting");
    long applied = temporal.activities.count("applyObjects");
    cluster.removeFromSpec("sfo");
    temporal.resourceChanged(new ResourceChange(2, false, ""));
    await().until(() -> temporal.activities.count("applyObjects") > applied);
    awaitIdle();
    assertThat(cluster.exists("sfo")).as("it may be the one that has all").isTrue();

    cluster.restart("iad");
    tell("w1");
    await().until(() -> !cluster.exists("sfo"));
  }

  @Test
  void aDeletionThatIsNoneChangesNothing() {
    settle();
    var gate = temporal.activities.hold("promote");
    cluster.crash("iad");
    tell("w1");
    await().until(() -> temporal.activities.count("promote") == 1);
    temporal.resourceChanged(new ResourceChange(1, true, ""));
    await().until(() -> temporal.activities.count("isLeaving") == 1);
    gate.countDown();
    awaitActive("pdx");
    assertThat(temporal.activities.count("release")).isZero();
    assertThat(cluster.openings()).containsExactly("iad@1", "pdx@2");
  }

  @Test
  void aDeletedGroupIsLetGo() {
    settle();
    cluster.delete();
    temporal.activities.fail("release", 2);
    temporal.resourceChanged(new ResourceChange(2, true, ""));
    temporal.client().newUntypedWorkflowStub(cluster.group.workflowId()).getResult(Void.class);
    assertThat(temporal.activities.count("release")).isEqualTo(3);
  }

  @Test
  void anEmergencyCallsOffARepair() {
    restartWith(new TestingCluster("iad", "pdx", "sfo").running("iad", 1), 100);
    settle();
    var gate = temporal.activities.hold("rejoin");
    cluster.detach("sfo");
    tell("w1");
    await().until(() -> temporal.activities.count("rejoin") == 1);
    cluster.crash("iad");
    tell("w1");
    awaitActive("pdx");
    gate.countDown();
    // what was called off may have its effect last: a change, of which a watcher tells
    await()
        .pollInterval(Duration.ofMillis(300))
        .during(Duration.ofSeconds(1))
        .until(() -> {
          tell("w1");
          return cluster.sourceOf("sfo").equals("pdx");
        });
  }

  @Test
  void aMalformedObservationIsDropped() {
    settle();
    temporal
        .client()
        .newUntypedWorkflowStub(cluster.group.workflowId())
        .signal("observed", "nonsense");
    temporal
        .client()
        .newUntypedWorkflowStub(cluster.group.workflowId())
        .signal(
            "observed",
            Map.of("vantagePoint", "w9", "sequence", 1, "sites", List.of(Map.of("site", "iad"))));
    temporal.signal(new Observation("w8", 1, Instant.EPOCH, List.of()));
    crashAndFailOver("iad", "pdx");
  }
}
