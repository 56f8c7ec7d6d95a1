package io.bloodraven.activities.failover;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.bloodraven.activities.TestingCable;
import io.bloodraven.activities.TestingGroup;
import io.bloodraven.activities.mysql.ReplicationChannel;
import io.bloodraven.api.gtid.GtidSet;
import io.bloodraven.api.health.ServerState;
import io.bloodraven.api.lease.FenceProof;
import io.bloodraven.api.lease.OpenRequest;
import io.bloodraven.api.lease.Refusal;
import io.bloodraven.workflows.failover.Assessment;
import io.bloodraven.workflows.failover.FailoverActivities;
import io.bloodraven.workflows.failover.Preparation;
import io.bloodraven.workflows.failover.Promotion;
import io.temporal.failure.ApplicationFailure;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** iad is the open primary at epoch 1, pdx its replica; iad gets into trouble. */
@Execution(ExecutionMode.CONCURRENT)
class FailoverStepsIT {
  private static final int ROWS = 50;

  private final TestingGroup group = new TestingGroup("iad", "pdx");

  @BeforeEach
  void begin() throws Exception {
    group.open("iad", 1);
    group.createTable("iad");
    group.insert("iad", 1, ROWS);
  }

  @AfterEach
  void end() {
    group.close();
  }

  private void replicateAll() throws Exception {
    group.replicate("pdx", "iad");
    await().until(() -> group.executed("pdx").equals(group.executed("iad")));
  }

  private void crash() {
    group.server("iad").kill();
    group.sidecar("iad").server = ServerState.DEAD;
  }

  private Preparation prepare(long epoch) {
    return retried(() -> group.failover.prepare(group.ref, "pdx", epoch, List.of()));
  }

  private Promotion promote(long epoch) {
    return retried(() -> group.failover.promote(group.ref, "pdx", epoch, List.of()));
  }

  /** As Temporal would: what passes is tried again. */
  private static <T> T retried(Supplier<T> step) {
    for (int i = 0; ; i++) {
      try {
        return step.get();
      } catch (ApplicationFailure e) {
        if (e.isNonRetryable() || i == 5) {
          throw e;
        }
      }
    }
  }

  private void assertPdxIsOpenWith(int rows) throws Exception {
    assertThat(group.rows("pdx")).isEqualTo(rows);
    group.insert("pdx", rows + 1, rows + 1);
    assertThat(
            group
                .server("pdx")
                .value("SELECT COUNT(*) FROM performance_schema.replication_connection_status"))
        .isEqualTo("0");
  }

  @Test
  void crashIsAssessedAndFencedAndTheReplicaPromoted() throws Exception {
    replicateAll();
    String before = group.executed("iad");
    crash();

    Assessment assessment = completeAssessment(false);
    assertThat(requireNonNull(assessment.fence()).fenced()).isTrue();
    assertThat(assessment.fence().proof()).isEqualTo(new FenceProof("iad", "pod-of-iad", 1, 0));
    assertThat(assessment.sites())
        .extracting(Assessment.SiteAnswer::site, Assessment.SiteAnswer::mysqlAnswers)
        .containsExactly(tuple("iad", false), tuple("pdx", true));

    assertThat(prepare(2).gtidExecuted()).isEqualTo(before);
    assertThat(promote(2).gtidExecuted()).isEqualTo(before);
    assertPdxIsOpenWith(ROWS);
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
    replicateAll();
    crash();
    prepare(2);
    assertThat(prepare(2).gtidExecuted()).isEqualTo(group.executed("pdx"));

    CompletableFuture<Promotion> one = CompletableFuture.supplyAsync(() -> promote(2));
    CompletableFuture<Promotion> other = CompletableFuture.supplyAsync(() -> promote(2));
    one.get();
    other.get();
    promote(2);
    assertPdxIsOpenWith(ROWS);
  }

  @Test
  void backlogIsDrainedThoughTheApplierWasStopped() throws Exception {
    replicateAll();
    group.server("pdx").execute("STOP REPLICA SQL_THREAD");
    group.insert("iad", ROWS + 1, ROWS + 300);
    String before = group.executed("iad");
    await().until(() -> GtidSet.parse(before).equals(receivedOrExecuted()));
    crash();

    assertThat(prepare(2).gtidExecuted()).isEqualTo(before);
    assertThat(group.attempt.progress).contains("300 received transactions to apply");
    promote(2);
    assertPdxIsOpenWith(ROWS + 300);
  }

  private GtidSet receivedOrExecuted() throws Exception {
    return GtidSet.parse(group.executed("pdx")).union(GtidSet.parse(group.received("pdx")));
  }

  @Test
  void brokenApplierIsAVerdictAndDiscardsNothing() throws Exception {
    replicateAll();
    group
        .server("pdx")
        .execute(
            "SET SESSION sql_log_bin = 0",
            "SET GLOBAL super_read_only = OFF",
            "INSERT INTO app.t (id) VALUES (" + (ROWS + 1) + ")",
            "SET GLOBAL super_read_only = ON");
    group.insert("iad", ROWS + 1, ROWS + 3);
    String before = group.executed("iad");
    await().until(() -> GtidSet.parse(before).equals(receivedOrExecuted()));
    crash();

    assertFails(() -> prepare(2), FailoverActivities.APPLIER_BROKEN);
    assertFails(() -> promote(2), FailoverActivities.APPLIER_BROKEN);
    assertThat(receivedOrExecuted()).isEqualTo(GtidSet.parse(before));
    assertThat(group.server("pdx").value("SELECT @@GLOBAL.super_read_only")).isEqualTo("1");

    group
        .server("pdx")
        .execute(
            "SET SESSION sql_log_bin = 0",
            "SET GLOBAL super_read_only = OFF",
            "DELETE FROM app.t WHERE id > " + ROWS,
            "SET GLOBAL super_read_only = ON");
    assertThat(prepare(2).gtidExecuted()).isEqualTo(before);
    promote(2);
    assertPdxIsOpenWith(ROWS + 3);
  }

  /** A backup's lock, a dump's, a report's: each keeps the applier from the last transactions. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "LOCK INSTANCE FOR BACKUP | ALTER TABLE app.t ADD COLUMN more INT",
        "FLUSH TABLES WITH READ LOCK | DELETE FROM app.t WHERE id = 49",
        "LOCK TABLES app.t READ | UPDATE app.t SET text = 'new' WHERE id = 1",
        "SELECT COUNT(*) FROM app.t | ALTER TABLE app.t ADD COLUMN more INT",
        "SELECT * FROM app.t FOR SHARE | DELETE FROM app.t WHERE id = 50",
      })
  void aClientWhoseLockHoldsTheCandidateUpIsEnded(String lock, String change) throws Exception {
    replicateAll();
    try (Connection client = group.server("pdx").connect();
        Connection bystander = group.server("pdx").connect();
        Statement statement = client.createStatement()) {
      client.setAutoCommit(false);
      statement.execute(lock);
      group.server("iad").execute(change);
      group.insert("iad", ROWS + 1, ROWS + 1);
      String before = group.executed("iad");
      await().until(() -> GtidSet.parse(before).equals(receivedOrExecuted()));
      crash();

      long start = System.nanoTime();
      assertThat(prepare(2).gtidExecuted()).isEqualTo(before);
      promote(2);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
      assertThat(client.isValid(1)).isFalse();
      assertThat(bystander.isValid(1)).isTrue();
      assertThat(group.attempt.progress).contains("ended clients whose locks were in the way: 1");
    }
    group.insert("pdx", ROWS + 2, ROWS + 2);
  }

  @Test
  void halfReceivedTransactionHoldsNothingUp() throws Exception {
    try (TestingCable cable = new TestingCable(group.server("iad").port())) {
      group.detour("iad", cable.port());
      replicateAll();
      String before = group.executed("iad");
      cable.cutAfter(300_000);
      // one event must fit into a packet; the transaction must not fit into what is let through
      group
          .server("iad")
          .execute(
              "BEGIN",
              "INSERT INTO app.t VALUES (9001, REPEAT('x', 100000))",
              "INSERT INTO app.t VALUES (9002, REPEAT('y', 100000))",
              "INSERT INTO app.t VALUES (9003, REPEAT('z', 900000))",
              "COMMIT");
      await().until(cable::isCut);
      await().until(() -> !group.receiver("pdx").equals("ON"));
      crash();

      long start = System.nanoTime();
      assertThat(prepare(2).gtidExecuted()).isEqualTo(before);
      promote(2);
      // STOP REPLICA alone hangs for a minute here
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
      assertPdxIsOpenWith(ROWS);
    }
  }

  @Test
  void receiverThatIsConnectingDoesNotResume() throws Exception {
    replicateAll();
    String before = group.executed("iad");
    crash();
    await().until(() -> group.receiver("pdx").equals("CONNECTING"));
    // already while the applier still has something to do
    group.sessions.call(
        group.ref,
        "pdx",
        Duration.ofSeconds(10),
        session -> {
          ReplicationChannel.read(session).orElseThrow().stopReceiver(session);
          return true;
        });
    assertThat(group.receiver("pdx")).isEqualTo("OFF");
    group.server("pdx").execute("START REPLICA IO_THREAD");
    await().until(() -> group.receiver("pdx").equals("CONNECTING"));

    prepare(2);
    assertThat(group.receiver("pdx")).isEqualTo("OFF");
    // the old primary comes back, and were it asked, it would send this
    group.server("iad").start();
    group.server("iad").open();
    group.insert("iad", ROWS + 1, ROWS + 1);
    promote(2);
    assertThat(group.executed("pdx")).isEqualTo(before);
    assertPdxIsOpenWith(ROWS);
  }

  /** Its sidecar is frozen, say: until its lease is over it acknowledges writes. */
  @Test
  void whatTheOldPrimaryTakesUntilItsLeaseIsOverIsReceived() throws Exception {
    replicateAll();
    group.sidecar("pdx").claimWaitMillis = 2_000;
    FutureTask<Preparation> preparing = new FutureTask<>(() -> prepare(2));
    Thread.startVirtualThread(preparing);
    await().until(() -> group.attempt.progress.stream().anyMatch(line -> line.contains("lease")));
    group.insert("iad", ROWS + 1, ROWS + 3);
    assertThat(preparing.get().gtidExecuted()).isEqualTo(group.executed("iad"));
    assertThat(group.receiver("pdx")).isEqualTo("OFF");
  }

  @Test
  void aSilentSourceIsNotWaitedFor() throws Exception {
    replicateAll();
    group.sidecar("pdx").claimWaitMillis = 60_000;
    group.server("iad").freeze();
    await().during(Duration.ofSeconds(2)).until(() -> group.receiver("pdx").equals("ON"));
    long start = System.nanoTime();
    prepare(2);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    assertThat(group.attempt.progress).noneMatch(line -> line.contains("lease is over"));
  }

  @Test
  void lateStepsLeaveANewerReplicaAlone() throws Exception {
    replicateAll();
    group.sidecar("pdx").highestEpoch = 5;
    assertFails(() -> prepare(2), FailoverActivities.SUPERSEDED);
    assertFails(() -> promote(2), FailoverActivities.SUPERSEDED);
    assertThat(group.receiver("pdx")).isEqualTo("ON");
    group.insert("iad", ROWS + 1, ROWS + 1);
    await().until(() -> group.rows("pdx") == ROWS + 1);
  }

  @Test
  void candidateOutsideTheElectorateIsAVerdict() throws Exception {
    replicateAll();
    group.sidecar("pdx").claimRefusal = Refusal.NOT_IN_ELECTORATE;
    assertFails(() -> prepare(2), FailoverActivities.NOT_IN_ELECTORATE);
  }

  @Test
  void absentApiIsTriedAgain() {
    group.sidecar("pdx").claimRefusal = Refusal.API_UNAVAILABLE;
    assertThatThrownBy(() -> prepare(2))
        .isInstanceOfSatisfying(
            ApplicationFailure.class, e -> assertThat(e.isNonRetryable()).isFalse())
        .hasMessageContaining("API_UNAVAILABLE");
    group.sidecar("pdx").claimRefusal = Refusal.NONE;
    prepare(2);
  }

  @Test
  void veryFirstSiteOpensWithoutAChannel() throws Exception {
    assertThat(prepare(1).gtidExecuted()).isEmpty();
    promote(1);
    group.createTable("pdx");
    assertPdxIsOpenWith(0);
  }

  @Test
  void openingWaitsForTheLease() throws Exception {
    replicateAll();
    crash();
    FenceProof proof = new FenceProof("iad", "pod-of-iad", 1, 500);
    prepare(2);
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
    replicateAll();
    crash();
    prepare(2);
    group.sidecar("pdx").holdingEpoch = 0;
    promote(2);
    assertPdxIsOpenWith(ROWS);
  }

  private static void assertFails(Runnable step, String type) {
    assertThatThrownBy(step::run)
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            e -> {
              assertThat(e.getType()).isEqualTo(type);
              assertThat(e.isNonRetryable()).isTrue();
            });
  }
}
