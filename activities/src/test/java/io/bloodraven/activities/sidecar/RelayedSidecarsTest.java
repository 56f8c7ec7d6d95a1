package io.bloodraven.activities.sidecar;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bloodraven.activities.kubernetes.Login;
import io.bloodraven.activities.mysql.TestingCredentials;
import io.bloodraven.api.group.GroupRef;
import io.bloodraven.api.lease.FenceRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RelayedSidecarsTest {
  private static final GroupRef GROUP = new GroupRef("default", "main");
  private static final List<String> SITES = List.of("iad", "pdx", "sfo");
  private static final Duration LIMIT = Duration.ofSeconds(3);

  private final TestingSidecar iad = new TestingSidecar(GROUP, "iad");
  private final TestingSidecar pdx = new TestingSidecar(GROUP, "pdx");
  private final TestingSidecar sfo = new TestingSidecar(GROUP, "sfo");
  private final Map<String, TestingSidecar> sidecars = Map.of("iad", iad, "pdx", pdx, "sfo", sfo);
  private boolean iadIsCutOff;

  private final RelayedSidecars relayed =
      new RelayedSidecars(
          new SidecarClient(
              new TestingCredentials(new Login("operator", ""), TestingSidecar.TOKEN),
              (group, site) ->
                  site.equals("iad") && iadIsCutOff
                      ? "http://127.0.0.1:1"
                      : requireNonNull(sidecars.get(site)).url()));

  @BeforeEach
  void introduce() {
    sfo.knows(iad);
  }

  @AfterEach
  void close() {
    sidecars.values().forEach(TestingSidecar::close);
  }

  @Test
  void directAnswerNeedsNoRelay() {
    assertThat(relayed.status(GROUP, "iad", SITES, LIMIT))
        .contains(new Answer<>(iad.heartbeat(), ""));
    assertThat(pdx.asked).isEmpty();
    assertThat(sfo.asked).isEmpty();
  }

  @Test
  void oneOfThePeersPassesItOn() {
    iadIsCutOff = true;
    assertThat(relayed.status(GROUP, "iad", SITES, LIMIT))
        .contains(new Answer<>(iad.heartbeat(), "sfo"));
    // both are asked at once, and the answer of one is not waited for
    await().untilAsserted(() -> assertThat(pdx.asked).containsExactly("relay status to iad"));
  }

  @Test
  void silentDirectWayIsNotWaitedFor() {
    iad.hangs = true;
    // what reaches iad through sfo is another connection, which a cut of ours does not concern
    TestingSidecar sameSite = new TestingSidecar(GROUP, "iad");
    sfo.knows(sameSite);
    FenceRequest fence = new FenceRequest("default", "main", "iad", 4, false, "test");

    long start = System.nanoTime();
    assertThat(relayed.fence(fence, SITES, LIMIT))
        .hasValueSatisfying(answer -> {
          assertThat(answer.relayedBy()).isEqualTo("sfo");
          assertThat(answer.reply().fenced()).isTrue();
        });
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LIMIT);
    assertThat(sameSite.asked).containsExactly(fence);
    sameSite.close();
  }

  @Test
  void nobodyReachesIt() {
    iadIsCutOff = true;
    sfo.hangs = true;
    long start = System.nanoTime();
    assertThat(relayed.status(GROUP, "iad", SITES, Duration.ofMillis(300))).isEmpty();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void lonelySite() {
    iadIsCutOff = true;
    assertThat(relayed.status(GROUP, "iad", List.of("iad"), LIMIT)).isEmpty();
  }
}
