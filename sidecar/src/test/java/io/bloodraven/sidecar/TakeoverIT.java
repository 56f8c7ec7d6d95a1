package io.bloodraven.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bloodraven.api.health.Replication;
import io.bloodraven.api.health.ServerState;
import io.bloodraven.api.lease.ClaimReply;
import io.bloodraven.api.lease.FenceProof;
import io.bloodraven.api.lease.FenceReply;
import io.bloodraven.api.lease.Refusal;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Two sites, real servers, lease of 6 s: when the closed one may be opened. */
@Execution(ExecutionMode.CONCURRENT)
class TakeoverIT {
  private static final long HOLD = 6_260;

  @AutoClose private final TestingPair pair = new TestingPair().vouched();
  private final TestingSite iad = pair.iad;
  private final TestingSite pdx = pair.pdx;

  @Test
  void aCrashIsToldAtOnceAndItsProofOpensTheOtherSiteAtOnce() throws Exception {
    try (TestingHeartbeats heartbeats = new TestingHeartbeats(iad)) {
      heartbeats.awaitFirst();
      iad.mysql.kill();
      Stopwatch dead = new Stopwatch();
      heartbeats.await(beat -> beat.server() == ServerState.DEAD);
      System.out.println("told dead after " + dead.millis() + " ms");
      assertThat(dead.millis()).isLessThan(500);
    }
    TestingSite.Answer<FenceReply> fence = iad.fence(2, true);
    assertThat(fence.status()).isEqualTo(200);
    FenceProof proof = Objects.requireNonNull(fence.body().proof());
    assertThat(proof).isEqualTo(new FenceProof("iad", "pod-iad", 1, 0));

    Stopwatch claimed = new Stopwatch();
    assertThat(pdx.claim(2, proof).body()).isEqualTo(new ClaimReply(true, Refusal.NONE, 2, 0));
    assertThat(pdx.open(2, 5_000).body().open()).isTrue();
    System.out.println("claimed and opened in " + claimed.millis() + " ms");
    assertThat(claimed.millis()).isLessThan(3_000);

    iad.mysql.start();
    iad.awaitServer(ServerState.UP);
    assertThat(iad.status().lease().highestEpoch()).isEqualTo(2);
    assertThat(iad.mysql.value("SELECT @@GLOBAL.super_read_only")).isEqualTo("1");
  }

  @Test
  void withoutProofTheLeaseIsWaitedOut() {
    ClaimReply claim = pdx.claim(2).body();
    assertThat(claim.taken()).isTrue();
    // its last vouch was given within the last round
    assertThat(claim.waitMillis()).isBetween(HOLD - 1_500, HOLD);
    Stopwatch began = new Stopwatch();
    assertThat(pdx.open(2, 0).body().open()).isFalse();
    // the holder hears of it by its watch and does not wait for its lease to end
    await().atMost(Duration.ofSeconds(2)).until(() -> !iad.takesWrites());
    assertThat(pdx.open(2, 10_000).body().open()).isTrue();
    assertThat(began.millis()).isGreaterThan(claim.waitMillis() - 100);
  }

  @Test
  void aLeaseThatIsGoneWhenItsHolderIsFencedComesBackForTheNextClaim() {
    iad.fence(2, false);
    pair.group.deleteLease();
    await().atMost(Duration.ofSeconds(20)).until(() -> pdx.claim(2).body().taken());
    assertThat(pdx.open(2, 10_000).body().open()).isTrue();
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
  void aCloneTakesTheSwitchAlongAndCanBeOpened() throws Exception {
    pdx.cloneFrom(iad);
    pdx.awaitServer(ServerState.UP);
    assertThat(pdx.mysql.value("SELECT COUNT(*) FROM shop.item")).isEqualTo("0");
    // a dump of everything, say
    pdx.mysql.execute("SELECT * FROM bloodraven.open_until");
    pdx.replicateFrom(iad);
    assertThat(iad.takesWrites()).isTrue();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> pdx.status().gtidExecuted().equals(iad.status().gtidExecuted()));
    assertThat(channelOf(pdx).receiver()).isEqualTo("ON");
    await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> hasNoLag(pdx));
    pdx.mysql.execute("STOP REPLICA IO_THREAD");
    await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> knowsNoLagAndGrowsOld(pdx));

    FenceProof proof = Objects.requireNonNull(iad.fence(2, false).body().proof());
    pdx.mysql.execute("STOP REPLICA", "RESET REPLICA ALL");
    assertThat(pdx.claim(2, proof).body().taken()).isTrue();
    assertThat(pdx.open(2, 10_000).body().open()).isTrue();
    assertThat(pdx.takesWrites()).isTrue();
  }

  /** It had some while it applied, which may have been looked at a moment before. */
  private static void hasNoLag(TestingSite replica) {
    assertThat(channelOf(replica).secondsBehindSource()).isZero();
    assertThat(channelOf(replica).dataAgeSeconds()).isZero();
  }

  private static void knowsNoLagAndGrowsOld(TestingSite replica) {
    assertThat(channelOf(replica).secondsBehindSource()).isEqualTo(-1);
    assertThat(channelOf(replica).dataAgeSeconds()).isPositive();
  }

  private static Replication channelOf(TestingSite site) {
    return Objects.requireNonNull(site.status().replication());
  }
}
