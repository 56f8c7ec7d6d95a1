package io.bloodraven.activities.failover;

import static io.bloodraven.activities.failover.TestingFailover.ROWS;
import static io.bloodraven.activities.failover.TestingFailover.assertFails;
import static io.bloodraven.activities.failover.TestingFailover.retried;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.bloodraven.activities.TestingGroup;
import io.bloodraven.api.lease.FenceProof;
import io.bloodraven.api.lease.OpenRequest;
import io.bloodraven.api.lease.Refusal;
import io.bloodraven.workflows.failover.Assessment;
import io.bloodraven.workflows.failover.FailoverActivities;
import io.bloodraven.workflows.failover.Promotion;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** iad is the open primary at epoch 1, pdx its replica; iad gets into trouble. */
@Execution(ExecutionMode.CONCURRENT)
class FailoverStepsIT {
  @AutoClose private final TestingFailover failover = new TestingFailover();
  private final TestingGroup group = failover.group;

  @Test
  void crashIsAssessedAndFencedAndTheReplicaPromoted() throws Exception {
    failover.replicateAll();
    String before = group.executed("iad");
    failover.crash();

    Assessment assessment = completeAssessment(false);
    assertThat(requireNonNull(assessment.fence()).fenced()).isTrue();
    assertThat(assessment.fence().proof()).isEqualTo(new FenceProof("iad", "pod-of-iad", 1, 0));
    assertThat(assessment.sites())
        .extracting(Assessment.SiteAnswer::site, Assessment.SiteAnswer::mysqlAnswers)
        .containsExactly(tuple("iad", false), tuple("pdx", true));

    assertThat(failover.prepare(2).gtidExecuted()).isEqualTo(before);
    assertThat(failover.promote(2).gtidExecuted()).isEqualTo(before);
    failover.assertPdxIsOpenWith(ROWS);
  }

  /** On a busy machine the first ones may have to go without a late answer. */
  private Assessment completeAssessment(boolean iadAnswers) {
    return await()
        .until(
            () -> group.failover.assess(group.ref, group.sites, "iad", 2),
            assessment ->
                assessment.fence() != null
                    && assessment.sites().getFirst().mysqlAnswers() == iadAnswers
                    && assessment.sites().getLast().mysqlAnswers()
                    && assessment.sites().stream().allMatch(site -> site.heartbeat() != null));
  }

  @Test
  void livingServerIsNotFencedByAssessing() {
    Assessment assessment = completeAssessment(true);
    assertThat(requireNonNull(assessment.fence()).refusal()).isEqualTo(Refusal.SERVER_ALIVE);
    assertThat(assessment.sites())
        .allSatisfy(answer -> assertThat(answer.heartbeat()).isNotNull())
        .allSatisfy(answer -> assertThat(answer.mysqlAnswers()).isTrue());
  }

  @Test
  void assessmentOfAFrozenSiteIsInTime() {
    completeAssessment(true);
    group.server("iad").freeze();
    group.sidecar("iad").hangs = true;
    await()
        .untilAsserted(() -> {
          long start = System.nanoTime();
          Assessment assessment = group.failover.assess(group.ref, group.sites, "iad", 2);
          assertThat(Duration.ofNanos(System.nanoTime() - start))
              .isLessThan(Duration.ofMillis(600));
          assertThat(assessment.fence()).isNull();
          assertThat(assessment.sites().getFirst().heartbeat()).isNull();
          assertThat(assessment.sites().getFirst().mysqlAnswers()).isFalse();
          assertThat(assessment.sites().getLast().heartbeat()).isNotNull();
          assertThat(assessment.sites().getLast().mysqlAnswers()).isTrue();
        });
  }

  @Test
  void nobodyReachesTheOldPrimary() {
    group.sidecar("iad").hangs = true;
    assertThat(group.failover.fence(group.ref, group.sites, "iad", 2, "test").refusal())
        .isEqualTo(Refusal.UNREACHABLE);
  }

  @Test
  void everyStepMayRunTwiceAndAtOnce() throws Exception {
    failover.replicateAll();
    failover.crash();
    failover.prepare(2);
    assertThat(failover.prepare(2).gtidExecuted()).isEqualTo(group.executed("pdx"));

    CompletableFuture<Promotion> one = CompletableFuture.supplyAsync(() -> failover.promote(2));
    CompletableFuture<Promotion> other = CompletableFuture.supplyAsync(() -> failover.promote(2));
    one.get();
    other.get();
    failover.promote(2);
    failover.assertPdxIsOpenWith(ROWS);
  }

  @Test
  void lateStepsLeaveANewerReplicaAlone() throws Exception {
    failover.replicateAll();
    group.sidecar("pdx").highestEpoch = 5;
    assertFails(() -> failover.prepare(2), FailoverActivities.SUPERSEDED);
    assertFails(() -> failover.promote(2), FailoverActivities.SUPERSEDED);
    assertThat(group.receiver("pdx")).isEqualTo("ON");
    group.insert("iad", ROWS + 1, ROWS + 1);
    await().until(() -> group.rows("pdx") == ROWS + 1);
  }

  @Test
  void candidateOutsideTheElectorateIsAVerdict() throws Exception {
    failover.replicateAll();
    group.sidecar("pdx").claimRefusal = Refusal.NOT_IN_ELECTORATE;
    assertFails(() -> failover.prepare(2), FailoverActivities.NOT_IN_ELECTORATE);
  }

  @Test
  void absentApiIsTriedAgain() {
    group.sidecar("pdx").claimRefusal = Refusal.API_UNAVAILABLE;
    assertThatThrownBy(() -> failover.prepare(2))
        .isInstanceOfSatisfying(
            ApplicationFailure.class, e -> assertThat(e.isNonRetryable()).isFalse())
        .hasMessageContaining("API_UNAVAILABLE");
    group.sidecar("pdx").claimRefusal = Refusal.NONE;
    failover.prepare(2);
  }

  @Test
  void veryFirstSiteOpensWithoutAChannel() throws Exception {
    assertThat(failover.prepare(1).gtidExecuted()).isEmpty();
    failover.promote(1);
    group.createTable("pdx");
    failover.assertPdxIsOpenWith(0);
  }

  @Test
  void openingWaitsForTheLease() throws Exception {
    failover.replicateAll();
    failover.crash();
    FenceProof proof = new FenceProof("iad", "pod-of-iad", 1, 500);
    failover.prepare(2);
    group.sidecar("pdx").waits = 3;

    retried(() -> group.failover.promote(group.ref, "pdx", 2, List.of(proof)));

    assertThat(group.attempt.progress)
        .filteredOn(line -> line.contains("until the lease allows"))
        .hasSize(3);
    // counted from its arrival: sent again it would start again
    assertThat(group.sidecar("pdx").asked(OpenRequest.class))
        .extracting(OpenRequest::proofs)
        .containsExactly(List.of(proof), List.of(), List.of(), List.of());
  }

  @Test
  void holderThatLostItsLeaseClaimsAgain() throws Exception {
    failover.replicateAll();
    failover.crash();
    failover.prepare(2);
    group.sidecar("pdx").holdingEpoch = 0;
    failover.promote(2);
    failover.assertPdxIsOpenWith(ROWS);
  }
}
