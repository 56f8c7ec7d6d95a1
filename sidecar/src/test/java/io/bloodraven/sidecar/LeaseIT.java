package io.bloodraven.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bloodraven.api.health.ServerState;
import io.bloodraven.api.lease.ClaimReply;
import io.bloodraven.api.lease.FenceProof;
import io.bloodraven.api.lease.FenceReply;
import io.bloodraven.api.lease.Refusal;
import io.bloodraven.testing.ApiServer;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two sites, real servers, lease of 6 s: what may be open, and when. */
class LeaseIT {
  private static final long LEASE = 6_000;
  private static final long HOLD = 6_260;

  @AutoClose private static final ApiServer API = ApiServer.start();

  private TestingGroup group;
  private TestingSite iad;
  private TestingSite pdx;

  @BeforeEach
  void openIad() throws Exception {
    group = new TestingGroup(API, "iad,pdx");
    iad = new TestingSite(group, "iad");
    pdx = new TestingSite(group, "pdx");
    iad.awaitServer(ServerState.UP);
    pdx.awaitServer(ServerState.UP);
    assertThat(iad.claim(1).body().taken()).isTrue();
    assertThat(iad.open(1, 10_000).body().open()).isTrue();
    iad.createApplication();
    await().atMost(Duration.ofSeconds(5)).until(() -> pdx.status().lease().vouchedAgoMillis() >= 0);
  }

  @AfterEach
  void close() {
    iad.close();
    pdx.close();
    group.close();
  }

  @Test
  void opensAnEmptyGroupAndWritesNoGtidOfItsOwn() {
    assertThat(iad.takesWrites()).isTrue();
    assertThat(group.lease().getSpec().getHolderIdentity()).isEqualTo("iad/pod-iad");
    // four statements of the test and one write of the application, none of the sidecar
    assertThat(iad.status().gtidExecuted()).endsWith(":1-5");
    assertThat(iad.status().armedSwitches()).containsExactly("mysql-event");
    assertThat(pdx.status().writable()).isFalse();
  }

  @Test
  void staysOpenByVouchesWithoutApiAndLeaseWrites() {
    String version = group.lease().getMetadata().getResourceVersion();
    API.stop();
    try {
      holdsFor(2 * LEASE);
    } finally {
      API.restart();
    }
    assertThat(group.lease().getMetadata().getResourceVersion()).isEqualTo(version);
  }

  @Test
  void staysOpenByRenewalsWithoutPeers() {
    pdx.stopSidecar();
    holdsFor(2 * LEASE);
  }

  @Test
  void closesInTimeWhenCutOffFromPeersAndApi() {
    API.stop();
    try {
      pdx.stopSidecar();
      long cutOff = System.nanoTime();
      await()
          .pollInterval(Duration.ofMillis(50))
          .atMost(Duration.ofSeconds(10))
          .until(() -> !iad.takesWrites());
      assertThat(millisSince(cutOff)).isLessThan(LEASE - 500);
    } finally {
      API.restart();
    }
    // nobody has taken the Lease meanwhile: the same epoch goes on by itself
    await().atMost(Duration.ofSeconds(20)).until(iad::takesWrites);
    assertThat(iad.status().lease().holdingEpoch()).isEqualTo(1);
  }

  @Test
  void aCrashIsToldAtOnceAndItsProofOpensTheOtherSiteAtOnce() throws Exception {
    try (TestingHeartbeats heartbeats = new TestingHeartbeats(iad)) {
      heartbeats.awaitFirst();
      iad.mysql.kill();
      long dead = System.nanoTime();
      heartbeats.await(beat -> beat.server() == ServerState.DEAD);
      System.out.println("told dead after " + millisSince(dead) + " ms");
      assertThat(millisSince(dead)).isLessThan(500);
    }
    TestingSite.Answer<FenceReply> fence = iad.fence(2, true);
    assertThat(fence.status()).isEqualTo(200);
    FenceProof proof = Objects.requireNonNull(fence.body().proof());
    assertThat(proof).isEqualTo(new FenceProof("iad", "pod-iad", 1, 0));

    long claimed = System.nanoTime();
    assertThat(pdx.claim(2, proof).body()).isEqualTo(new ClaimReply(true, Refusal.NONE, 2, 0));
    assertThat(pdx.open(2, 5_000).body().open()).isTrue();
    System.out.println("claimed and opened in " + millisSince(claimed) + " ms");
    assertThat(millisSince(claimed)).isLessThan(3_000);

    iad.mysql.start();
    iad.awaitServer(ServerState.UP);
    assertThat(iad.status().lease().highestEpoch()).isEqualTo(2);
    assertThat(iad.mysql.value("SELECT @@GLOBAL.super_read_only")).isEqualTo("1");
  }

  @Test
  void aFenceIfDeadLeavesALivingServerAlone() {
    assertThat(iad.fence(2, true).body().refusal()).isEqualTo(Refusal.SERVER_ALIVE);
    assertThat(iad.fence(2, true).status()).isEqualTo(409);
    assertThat(iad.takesWrites()).isTrue();
  }

  @Test
  void withoutProofTheLeaseIsWaitedOut() {
    ClaimReply claim = pdx.claim(2).body();
    assertThat(claim.taken()).isTrue();
    // its last vouch was given within the last round
    assertThat(claim.waitMillis()).isBetween(HOLD - 1_500, HOLD);
    long began = System.nanoTime();
    assertThat(pdx.open(2, 0).body().open()).isFalse();
    // the holder hears of it by its watch and does not wait for its lease to end
    await().atMost(Duration.ofSeconds(2)).until(() -> !iad.takesWrites());
    assertThat(pdx.open(2, 10_000).body().open()).isTrue();
    assertThat(millisSince(began)).isGreaterThan(claim.waitMillis() - 100);
  }

  @Test
  void aServerThatCameBackIsOpenedAgainAtTheSameEpoch() {
    iad.mysql.kill();
    iad.awaitServer(ServerState.DEAD);
    iad.mysql.start();
    await().atMost(Duration.ofSeconds(10)).until(iad::takesWrites);
    assertThat(iad.status().lease().holdingEpoch()).isEqualTo(1);
  }

  @Test
  void aSidecarThatEndsClosesAndItsNextLifeOpensAgain() throws Exception {
    iad.stopSidecar();
    assertThat(iad.mysql.value("SELECT @@GLOBAL.super_read_only")).isEqualTo("1");
    iad.startSidecar();
    await().atMost(Duration.ofSeconds(10)).until(iad::takesWrites);
    assertThat(iad.status().lease().holdingEpoch()).isEqualTo(1);
  }

  @Test
  void aFenceSurvivesARestart() throws Exception {
    assertThat(iad.fence(3, false).body().fenced()).isTrue();
    iad.stopSidecar();
    iad.startSidecar();
    iad.awaitServer(ServerState.UP);
    assertThat(iad.claim(2).body().refusal()).isEqualTo(Refusal.STALE_EPOCH);
    assertThat(iad.status().lease().holdingEpoch()).isZero();
    assertThat(iad.mysql.value("SELECT @@GLOBAL.super_read_only")).isEqualTo("1");
    // the same question gets the same answer
    assertThat(iad.fence(3, false).body().proof())
        .isEqualTo(new FenceProof("iad", "pod-iad", 1, 0));
  }

  @Test
  void aRestartedCandidateActsAsIfItHadJustPromised() {
    iad.fence(2, false);
    pdx.stopSidecar();
    pdx.startSidecar();
    pdx.awaitServer(ServerState.UP);
    await().until(() -> pdx.status().lease().leaseEpoch() == 1);
    // somebody else's epoch may have been promised in the life before
    assertThat(pdx.claim(2).body().waitMillis()).isBetween(HOLD - 3_000, HOLD);
  }

  @Test
  void busyClientsDoNotHoldUpAFence() throws Exception {
    try (TestingClient busy = TestingClient.insideATransaction(iad)) {
      long began = System.nanoTime();
      FenceReply reply = iad.fence(2, false).body();
      System.out.println("fenced under load in " + millisSince(began) + " ms");
      assertThat(reply.fenced()).isTrue();
      assertThat(reply.server()).isEqualTo(ServerState.UP);
      assertThat(millisSince(began)).isLessThan(1_500);
      assertThat(busy.commits()).isFalse();
    }
  }

  @Test
  void aServerThatDoesNotAnswerIsKilled() {
    iad.mysql.freeze();
    long began = System.nanoTime();
    FenceReply reply = iad.fence(2, false).body();
    System.out.println("fenced by force in " + millisSince(began) + " ms");
    assertThat(reply.fenced()).isTrue();
    assertThat(reply.proof()).isEqualTo(new FenceProof("iad", "pod-iad", 1, 0));
    assertThat(millisSince(began)).isLessThan(LEASE - 500);
    await().atMost(Duration.ofSeconds(2)).until(() -> !iad.mysql.isRunning());
  }

  @Test
  void aCloneTakesTheSwitchAlongAndCanBeOpened() throws Exception {
    pdx.cloneFrom(iad);
    pdx.awaitServer(ServerState.UP);
    assertThat(pdx.mysql.value("SELECT COUNT(*) FROM shop.item")).isEqualTo("0");
    pdx.replicateFrom(iad);
    assertThat(iad.takesWrites()).isTrue();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> pdx.status().gtidExecuted().equals(iad.status().gtidExecuted()));
    assertThat(Objects.requireNonNull(pdx.status().replication()).receiver()).isEqualTo("ON");

    FenceProof proof = Objects.requireNonNull(iad.fence(2, false).body().proof());
    pdx.mysql.execute("STOP REPLICA", "RESET REPLICA ALL");
    assertThat(pdx.claim(2, proof).body().taken()).isTrue();
    assertThat(pdx.open(2, 10_000).body().open()).isTrue();
    assertThat(pdx.takesWrites()).isTrue();
  }

  private void holdsFor(long millis) {
    await()
        .during(Duration.ofMillis(millis))
        .atMost(Duration.ofMillis(millis + 5_000))
        .pollInterval(Duration.ofMillis(300))
        .until(iad::takesWrites);
  }

  private static long millisSince(long nanos) {
    return (System.nanoTime() - nanos) / 1_000_000;
  }
}
