package io.bloodraven.playground.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bloodraven.api.gtid.GtidSet;
import io.bloodraven.playground.cluster.Convergence;
import io.bloodraven.playground.cluster.SiteServer;
import io.bloodraven.playground.cluster.Standing;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A primary is lost with transactions that nobody has received, and comes back. */
@OnPlayground
class DivergenceE2eIT {
  private static final Duration WRITABLE = Duration.ofSeconds(60);

  @Test
  void staysClosedAndIsReportedWithTheExactSet(LivePlayground live) throws Exception {
    String lost = live.activeSite();
    String successor = live.standby();
    live.write("CREATE DATABASE IF NOT EXISTS divergence");
    live.write("CREATE TABLE IF NOT EXISTS divergence.t (id BIGINT AUTO_INCREMENT PRIMARY KEY)");
    live.settle();

    // Without workers nobody puts the replica right, until one is back: seconds, and this takes
    // one.
    live.scripts().inject("kill-worker", lost);
    live.scripts().inject("kill-worker", successor);
    live.operate(successor, "STOP REPLICA IO_THREAD");
    live.write("INSERT INTO divergence.t VALUES (), ()");
    SiteServer before = live.server(lost);
    live.scripts().inject("kill-site", lost);
    await()
        .atMost(WRITABLE)
        .pollInterval(Duration.ofMillis(200))
        .ignoreExceptions()
        .until(() -> live.server(successor).open());
    GtidSet onlyThere = before.gtidExecuted().subtract(live.server(successor).gtidExecuted());
    assertThat(onlyThere.isEmpty()).as("the successor lacks what it could not receive").isFalse();

    live.scripts().recover();
    Standing standing = new Convergence(live.cluster()).await(LivePlayground.SETTLED);
    assertThat(standing).isInstanceOf(Standing.Blocked.class);
    Standing.Blocked blocked = (Standing.Blocked) standing;
    assertThat(blocked.site()).isEqualTo(lost);
    // What the counter wrote between the question and the power cut is part of it too.
    assertThat(blocked.onlyThere().contains(onlyThere)).isTrue();
    assertThat(live.cluster().divergentCount(lost)).isEqualTo(blocked.onlyThere().count());
    assertThat(live.server(lost).gtidExecuted().contains(blocked.onlyThere()))
        .as("nothing is thrown away")
        .isTrue();
    isNotPromotedThoughThereIsNoOther(live, lost, successor);
  }

  /** It lacks what was written since it was lost. */
  private static void isNotPromotedThoughThereIsNoOther(
      LivePlayground live, String blocked, String primary) throws Exception {
    long epoch = live.status().epoch();
    live.scripts().inject("kill-site", primary);
    await()
        .atMost(WRITABLE)
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> live.cluster().group().<Object>get("status", "conditions").toString(),
            words -> words.contains("group lacks: " + blocked + "; a person may admit one"));
    assertThat(live.server(blocked).open()).isFalse();

    live.scripts().recover();
    assertThat(new Convergence(live.cluster()).await(LivePlayground.SETTLED))
        .isInstanceOf(Standing.Blocked.class);
    assertThat(live.activeSite()).isEqualTo(primary);
    assertThat(live.status().epoch()).isEqualTo(epoch);
  }
}
