package io.bloodraven.workflows.failover;

import static io.bloodraven.workflows.testing.TestingTemporal.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bloodraven.api.gtid.GtidSet;
import io.bloodraven.workflows.decision.Bar;
import io.bloodraven.workflows.failover.FailoverResult.Outcome;
import io.bloodraven.workflows.testing.RawSignals;
import io.bloodraven.workflows.testing.TestingCluster;
import io.bloodraven.workflows.testing.TestingTemporal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The failover by itself: {@code iad} was active at epoch 1, the plan is for epoch 2. */
@Execution(ExecutionMode.CONCURRENT)
final class EmergencyFailoverTest {
  private final TestingCluster cluster = new TestingCluster("iad", "pdx", "sfo").running("iad", 1);
  private final TestingTemporal temporal = new TestingTemporal(cluster);

  @AfterEach
  void close() {
    assertThat(cluster.twoWereOpenAtOnce()).isFalse();
    temporal.close();
  }

  private FailoverPlan plan(boolean lossFreeOnly, String... candidates) {
    return plan(List.of(), lossFreeOnly, candidates);
  }

  private FailoverPlan plan(List<Bar> bars, boolean lossFreeOnly, String... candidates) {
    return new FailoverPlan(
        cluster.spec(), "iad", 1, 2, List.of(candidates), bars, lossFreeOnly, "", "test");
  }

  private FailoverResult run(FailoverPlan plan) {
    return result(temporal.start(plan));
  }

  @Test
  void aCrashTakesThreeActivitiesToTheFirstWrite() {
    cluster.crash("iad");
    FailoverResult result = run(plan(false, "pdx", "sfo"));
    assertThat(result.outcome()).isEqualTo(Outcome.PROMOTED);
    assertThat(result.to()).isEqualTo("pdx");
    assertThat(result.epoch()).isEqualTo(2);
    assertThat(result.knownLoss()).isEmpty();
    assertThat(result.routed()).isTrue();
    assertThat(result.phaseMillis().keySet())
        .containsExactly("assess", "select", "prepare", "promote", "route");
    List<String> calls = temporal.activities.calls();
    assertThat(calls.subList(0, 4))
        .containsExactly(
            "assess iad",
            "prepare pdx",
            "promote pdx",
            "labelPods iad=fenced(ill) sfo=replica pdx=primary");
    assertThat(calls.subList(4, 6)).containsExactlyInAnyOrder("pointDns pdx", "taintNodes pdx");
  }

  @Test
  void aSilentSiteIsFencedWhileTheCandidateGetsReady() {
    cluster.isolate("iad");
    FailoverResult result = run(plan(false, "pdx", "sfo"));
    assertThat(result.outcome()).isEqualTo(Outcome.PROMOTED);
    assertThat(temporal.activities.calls())
        .contains("fence iad")
        .containsSubsequence("assess iad", "prepare pdx", "promote pdx");
  }

  @Test
  void anOpenPrimaryIsLeftAlone() {
    FailoverResult result = run(plan(false, "pdx", "sfo"));
    assertThat(result.outcome()).isEqualTo(Outcome.NOT_NEEDED);
    assertThat(temporal.activities.calls()).containsExactly("assess iad");
    assertThat(cluster.isOpen("iad")).isTrue();
  }

  @Test
  void aPrimaryForWhichAPeerVouchesIsLeftAlone() {
    cluster.isolate("iad");
    cluster.peersVouchedAgo(Duration.ofMillis(2_900));
    assertThat(run(plan(false, "pdx", "sfo")).outcome()).isEqualTo(Outcome.NOT_NEEDED);
    assertThat(cluster.openings()).containsExactly("iad@1");
  }

  @Test
  void aVouchThatIsTooOldSavesNobody() {
    cluster.isolate("iad");
    cluster.peersVouchedAgo(Duration.ofSeconds(3));
    assertThat(run(plan(false, "pdx", "sfo")).outcome()).isEqualTo(Outcome.PROMOTED);
  }

  @Test
  void aHigherEpochSupersedes() {
    cluster.crash("iad");
    cluster.seen("sfo", 7);
    FailoverResult result = run(plan(false, "pdx", "sfo"));
    assertThat(result.outcome()).isEqualTo(Outcome.SUPERSEDED);
    assertThat(result.epoch()).isEqualTo(7);
  }

  @Test
  void whoeverReceivedMostIsPromoted() {
    cluster.crash("iad");
    cluster.receive("sfo", "iad", 5);
    FailoverResult result = run(plan(false, "pdx", "sfo"));
    assertThat(result.to()).isEqualTo("sfo");
    assertThat(result.gtidExecuted()).isEqualTo(cluster.receivedBy("sfo"));
  }

  @Test
  void whatIsKnownToBeLostIsSaid() {
    cluster.commitAlone("iad", 3);
    cluster.crash("iad");
    FailoverResult result = run(plan(false, "pdx", "sfo"));
    assertThat(result.outcome()).isEqualTo(Outcome.PROMOTED);
    assertThat(result.knownLoss()).endsWith(":1000000-1000002");
  }

  @Test
  void whatABarredSiteHasOfTheOthersIsSaidToBeLost() {
    cluster.commitAlone("sfo", 3);
    String own =
        GtidSet.parse(cluster.receivedBy("sfo"))
            .subtract(GtidSet.parse(cluster.receivedBy("pdx")))
            .toString();
    cluster.receive("sfo", "iad", 5);
    cluster.isolate("iad");
    FailoverResult result = run(plan(List.of(new Bar("sfo", own, 3, false)), false, "pdx"));
    assertThat(result.to()).isEqualTo("pdx");
    assertThat(result.knownLoss()).endsWith(":101-105").doesNotContain(own);
  }

  private FailoverPlan lastResort() {
    return plan(List.of(new Bar("sfo", cluster.receivedBy("sfo"), 100, true)), false, "sfo");
  }

  @Test
  void aBarredSiteThatIsWantedAllTheSameIsPromoted() {
    cluster.crash("iad");
    assertThat(run(lastResort()).to()).isEqualTo("sfo");
  }

  @Test
  void soItIsWhenTheOldPrimaryIsBackWithNothing() {
    cluster.replacePod("iad");
    cluster.loseData("iad");
    assertThat(run(lastResort()).to()).isEqualTo("sfo");
  }

  @ParameterizedTest
  @ValueSource(strings = {"new pod", "stalled"})
  void theOldPrimaryThatIsBackGoesBeforeABarredSite(String how) {
    cluster.commitAlone("iad", 3);
    if (how.equals("stalled")) {
      cluster.stall("iad");
    } else {
      cluster.replacePod("iad");
    }
    FailoverResult result = run(lastResort());
    assertThat(result.outcome()).isEqualTo(Outcome.NOT_NEEDED);
    assertThat(temporal.activities.calls()).containsExactly("assess iad");
  }

  @Test
  void nobodyIsAskedForAWordThatCannotHelp() {
    cluster.crash("iad");
    temporal.activities.fail("prepare", 1000, FailoverActivities.NOT_IN_ELECTORATE);
    FailoverResult result = run(plan(false, "pdx"));
    assertThat(result.outcome()).isEqualTo(Outcome.NO_CANDIDATE);
    assertThat(result.message()).startsWith("pdx cannot be prepared").doesNotContain("skipStep");
  }

  /** Its data may well be on a disk that nobody can ask now. */
  @Test
  void noEmptySiteIsOpenedInsteadOfOneThatHadData() {
    cluster.replacePod("iad");
    cluster.loseData("iad");
    cluster.isolate("pdx");
    cluster.isolate("sfo");
    FailoverResult result = run(plan(false, "iad", "pdx", "sfo"));
    assertThat(result.outcome()).isEqualTo(Outcome.NO_CANDIDATE);
    assertThat(cluster.openings()).containsExactly("iad@1");
  }

  /** Its users were never made, say. */
  @Test
  void aGroupThatNeverHadDataIsOpenedAgain() {
    cluster.replacePod("iad");
    for (String site : List.of("iad", "pdx", "sfo")) {
      cluster.loseData(site);
    }
    assertThat(run(plan(false, "iad", "pdx", "sfo")).to()).isEqualTo("iad");
  }

  @Test
  void whatTheOldPrimaryShowsLateIsSaidToBeLostToo() {
    FailoverPlan plan = plan(false, "pdx", "sfo");
    cluster.commitAlone("iad", 3);
    cluster.isolate("iad");
    CountDownLatch fence = temporal.activities.hold("fence");
    EmergencyFailoverWorkflow failover = temporal.start(plan);
    await().until(() -> temporal.activities.count("fence") == 1);
    cluster.heal("iad");
    fence.countDown();
    assertThat(result(failover).to()).isEqualTo("pdx");
    assertThat(result(failover).knownLoss()).endsWith(":1000000-1000002");
  }

  @Test
  void duringTheCooldownNothingMayBeLost() {
    cluster.commitAlone("iad", 3);
    cluster.crash("iad");
    assertThat(run(plan(true, "pdx", "sfo")).outcome()).isEqualTo(Outcome.NO_CANDIDATE);
    assertThat(cluster.openings()).containsExactly("iad@1");
  }

  @Test
  void duringTheCooldownNothingMayBeUnknownEither() {
    cluster.crash("iad");
    cluster.loseBinaryLog("iad");
    FailoverResult result = run(plan(true, "pdx", "sfo"));
    assertThat(result.outcome()).isEqualTo(Outcome.NO_CANDIDATE);
    assertThat(result.message()).contains("what the old primary executed at last is not known");
    assertThat(cluster.openings()).containsExactly("iad@1");
  }

  @Test
  void whereSomethingMayBeLostNobodyWaitsForWhatIsUnknown() {
    cluster.crash("iad");
    cluster.loseBinaryLog("iad");
    assertThat(run(plan(false, "pdx", "sfo")).outcome()).isEqualTo(Outcome.PROMOTED);
  }

  @Test
  void candidatesThatDoNotAnswerInTimeAreAskedAgain() {
    cluster.crash("iad");
    temporal.activities.hearNobody(4);
    FailoverResult result = run(plan(true, "pdx", "sfo"));
    assertThat(result.outcome()).isEqualTo(Outcome.PROMOTED);
    assertThat(temporal.activities.count("assess")).isEqualTo(5);
  }

  @Test
  void candidatesThatNeverAnswerAreNotAskedForEver() {
    cluster.crash("iad");
    temporal.activities.hearNobody(1000);
    FailoverResult result = run(plan(false, "pdx", "sfo"));
    assertThat(result.outcome()).isEqualTo(Outcome.NO_CANDIDATE);
    assertThat(temporal.activities.count("assess")).isEqualTo(5);
  }

  @Test
  void aStalledPrimaryIsClosedForOneThatHasAllItHas() {
    cluster.stall("iad");
    FailoverResult result = run(plan(true, "pdx", "sfo"));
    assertThat(result.outcome()).isEqualTo(Outcome.PROMOTED);
    assertThat(result.to()).isEqualTo("pdx");
    assertThat(result.knownLoss()).isEmpty();
    assertThat(temporal.activities.calls())
        .containsSubsequence("assess iad", "fence iad", "prepare pdx", "promote pdx");
  }

  @Test
  void aStalledPrimaryWithSomethingOfItsOwnIsLeftAlone() {
    cluster.commitAlone("iad", 3);
    cluster.stall("iad");
    FailoverResult result = run(plan(true, "pdx", "sfo"));
    assertThat(result.outcome()).isEqualTo(Outcome.NO_CANDIDATE);
    assertThat(result.message()).contains("no other site has all that it has");
    assertThat(temporal.activities.calls()).containsExactly("assess iad");
    assertThat(cluster.isOpen("iad")).isTrue();
  }

  @Test
  void aStalledPrimaryThatHasRecoveredIsLeftAlone() {
    assertThat(run(plan(true, "pdx", "sfo")).outcome()).isEqualTo(Outcome.NOT_NEEDED);
    assertThat(cluster.isOpen("iad")).isTrue();
  }

  @Test
  void whatIsCommittedWhileAStalledPrimaryIsClosedIsWaitedFor() {
    cluster.stall("iad");
    cluster.commitWhenFenced("iad", 3);
    FailoverResult result = run(plan(true, "pdx", "sfo"));
    assertThat(result.outcome()).isEqualTo(Outcome.PROMOTED);
    assertThat(result.knownLoss()).isEmpty();
    assertThat(temporal.activities.calls().stream().filter("fence iad"::equals).count())
        .isGreaterThan(1);
  }

  @Test
  void aBrokenApplierIsPassedOverForOneThatHasAsMuch() {
    cluster.crash("iad");
    cluster.breakApplier("pdx");
    FailoverResult result = run(plan(false, "pdx", "sfo"));
    assertThat(result.to()).isEqualTo("sfo");
    assertThat(result.epoch()).isEqualTo(3);
    assertThat(temporal.activities.calls())
        .containsSubsequence("prepare pdx", "fence pdx", "prepare sfo", "promote sfo");
  }

  /** sfo lacks what pdx received, and pdx cannot apply it. */
  private EmergencyFailoverWorkflow startWithBrokenBest() {
    cluster.crash("iad");
    cluster.receive("pdx", "iad", 5);
    cluster.breakApplier("pdx");
    EmergencyFailoverWorkflow failover = temporal.start(plan(false, "pdx", "sfo"));
    await().until(() -> failover.progress().waitingFor().contains("skipStep accepts a loss"));
    assertThat(failover.progress().phase()).isEqualTo("prepare");
    assertThat(failover.progress().candidate()).isEqualTo("pdx");
    return failover;
  }

  @Test
  void aPersonMayHaveTheStepTriedAgain() {
    EmergencyFailoverWorkflow failover = startWithBrokenBest();
    cluster.mendApplier("pdx");
    failover.retryStep();
    assertThat(result(failover).to()).isEqualTo("pdx");
    assertThat(result(failover).knownLoss()).isEmpty();
  }

  @Test
  void aWordThatCannotBeReadIsNone() {
    EmergencyFailoverWorkflow failover = startWithBrokenBest();
    RawSignals signals = new RawSignals(temporal.client(), cluster.group.failoverWorkflowId(2));
    RawSignals.corpus().entries().forEach(signals::send);
    assertThat(failover.progress().waitingFor()).contains("skipStep accepts a loss");

    cluster.mendApplier("pdx");
    failover.retryStep();
    assertThat(result(failover).to()).isEqualTo("pdx");
  }

  @Test
  void aPersonMayAcceptTheLoss() {
    EmergencyFailoverWorkflow failover = startWithBrokenBest();
    failover.skipStep("the data can be made again");
    assertThat(result(failover).to()).isEqualTo("sfo");
    assertThat(result(failover).knownLoss()).endsWith(":101-105");
  }

  @Test
  void aPersonMayGiveItUp() {
    EmergencyFailoverWorkflow failover = startWithBrokenBest();
    failover.abort("wrong time");
    FailoverResult result = result(failover);
    assertThat(result.outcome()).isEqualTo(Outcome.ABORTED);
    assertThat(result.message()).contains("wrong time");
    assertThat(cluster.openings()).containsExactly("iad@1");
  }

  @Test
  void promotionCannotBeSkipped() {
    cluster.crash("iad");
    temporal.activities.fail("promote", 10);
    EmergencyFailoverWorkflow failover = temporal.start(plan(false, "pdx", "sfo"));
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> failover.progress().waitingFor().startsWith("open pdx"));
    failover.skipStep("no");
    assertThat(failover.progress().waitingFor()).startsWith("open pdx");
    failover.retryStep();
    assertThat(result(failover).outcome()).isEqualTo(Outcome.PROMOTED);
  }

  @Test
  void whatWasFoundBeforeALongHoldUpIsLookedAtAgain() {
    cluster.crash("iad");
    temporal.activities.fail("assess", 6);
    EmergencyFailoverWorkflow failover = temporal.start(plan(false, "pdx", "sfo"));
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> failover.progress().waitingFor().startsWith("ask every site"));
    temporal.environment.sleep(Duration.ofSeconds(10));
    failover.retryStep();
    assertThat(result(failover).outcome()).isEqualTo(Outcome.PROMOTED);
    assertThat(temporal.activities.count("assess")).isEqualTo(8);
  }

  @Test
  void aPassingTroubleIsTriedAgain() {
    cluster.crash("iad");
    temporal.activities.fail("assess", 1);
    temporal.activities.fail("prepare", 2);
    temporal.activities.fail("promote", 1);
    assertThat(run(plan(false, "pdx", "sfo")).outcome()).isEqualTo(Outcome.PROMOTED);
    assertThat(cluster.openings()).containsExactly("iad@1", "pdx@2");
  }

  @Test
  void whenNobodySaysAnythingANewPlanIsMade() {
    cluster.crash("iad");
    temporal.activities.fail("prepare", 1000);
    FailoverResult result = run(plan(false, "pdx", "sfo"));
    assertThat(result.outcome()).isEqualTo(Outcome.NO_CANDIDATE);
    assertThat(result.message()).contains("prepare failed on purpose");
  }

  @Test
  void writesAreBackEvenIfKubernetesIsAway() {
    cluster.crash("iad");
    temporal.activities.fail("taintNodes", 1000);
    FailoverResult result = run(plan(false, "pdx", "sfo"));
    assertThat(result.outcome()).isEqualTo(Outcome.PROMOTED);
    assertThat(result.routed()).isFalse();
  }

  @Test
  void aPrimaryThatLostItsLeaseIsOpenedAgainIfItHasMost() {
    cluster.commitAlone("iad", 1);
    cluster.replacePod("iad");
    FailoverResult result = run(plan(false, "iad", "pdx", "sfo"));
    assertThat(result.outcome()).isEqualTo(Outcome.PROMOTED);
    assertThat(cluster.openings()).containsExactly("iad@1", "iad@2");
    assertThat(temporal.activities.count("fence")).isZero();
  }
}
