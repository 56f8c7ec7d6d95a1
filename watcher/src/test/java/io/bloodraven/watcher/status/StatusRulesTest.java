package io.bloodraven.watcher.status;

import static io.bloodraven.watcher.tracking.TestingHeartbeats.GROUP;
import static io.bloodraven.watcher.tracking.TestingHeartbeats.dead;
import static io.bloodraven.watcher.tracking.TestingHeartbeats.heartbeat;
import static io.bloodraven.watcher.tracking.TestingHeartbeats.holder;
import static io.bloodraven.watcher.tracking.TestingHeartbeats.open;
import static io.bloodraven.watcher.tracking.TestingHeartbeats.replica;
import static org.assertj.core.api.Assertions.assertThat;

import io.bloodraven.api.group.GroupRef;
import io.bloodraven.api.group.SiteRole;
import io.bloodraven.api.health.ServerState;
import io.bloodraven.watcher.intake.GroupManifest;
import io.bloodraven.watcher.intake.GroupManifest.DecidedFacts;
import io.bloodraven.watcher.intake.GroupManifest.SiteEntry;
import io.bloodraven.watcher.tracking.GroupTracker;
import io.bloodraven.watcher.tracking.TrackingSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StatusRulesTest {
  private static final GroupManifest MANIFEST =
      new GroupManifest(
          GROUP,
          1,
          1,
          false,
          List.of(
              new SiteEntry("iad", SiteRole.PRIMARY_CANDIDATE, ""),
              new SiteEntry("pdx", SiteRole.PRIMARY_CANDIDATE, "")),
          TrackingSettings.DEFAULT,
          Duration.ofSeconds(2),
          "",
          DecidedFacts.NONE);

  private final GroupTracker tracker =
      new GroupTracker(GROUP, List.of("iad", "pdx"), TrackingSettings.DEFAULT, 0);

  @Test
  void tellsWhatIsHeardNow() {
    tracker.heard("iad", open("iad", 1), 0);
    tracker.heard("pdx", replica("pdx", "iad", 1, 0, 0), 0);

    GroupStatus status = status(0);
    assertThat(status.activeSite()).isEqualTo("iad");
    assertThat(status.epoch()).isEqualTo(1);
    assertThat(status.states()).containsExactly("iad=writable primary", "pdx=read-only replica");
    assertThat(status.sites())
        .extracting(GroupStatus.Site::role)
        .containsExactly("primary", "replica");
    assertThat(status.alert()).isEmpty();
    assertThat(status.healthySites()).isEqualTo("2/2");
    assertThat(status.lagSeconds()).hasValue(0);
  }

  @Test
  void metersTheSwitchesOfSitesThatAreHeard() {
    tracker.heard("iad", open("iad", 1), 0);

    try (WatcherMetrics metrics = new WatcherMetrics()) {
      assertThat(metrics.scrape(List.of(status(0))))
          .containsPattern("switch_armed\\{[^}]*site=\"iad\",switch=\"mysql-event\"} 1")
          .containsPattern("switch_armed\\{[^}]*site=\"iad\",switch=\"network-guard\"} 0")
          .doesNotContainPattern("switch_armed\\{[^}]*site=\"pdx\"");
      assertThat(metrics.scrape(List.of(status(1600)))).doesNotContain("switch_armed{");
    }
  }

  @Test
  void doesNotTellAsFactWhatWasHeardAWhileAgo() {
    tracker.heard("iad", open("iad", 1), 0);

    GroupStatus status = status(1600);
    assertThat(status.activeSite()).isEmpty();
    assertThat(status.states()).containsExactly("iad=unknown", "pdx=unknown");
    assertThat(status.alert()).isEqualTo(GroupStatus.NO_WRITABLE_SITE);
    assertThat(status.sites().getFirst().lastSeen()).isNotEmpty();
  }

  @Test
  void saysWhenTwoSitesClaimToBeOpen() {
    tracker.heard("iad", heartbeat("iad", "b", 1, ServerState.UP, true, holder("iad", 1), null), 0);
    tracker.heard("pdx", heartbeat("pdx", "b", 1, ServerState.UP, true, holder("pdx", 2), null), 0);

    assertThat(status(0).activeSite()).isEqualTo("pdx");
    assertThat(status(0).alert()).contains("iad, pdx");
  }

  @Test
  void writesStatesAtOnceFiguresSlowlyAndTimeNever() {
    tracker.heard("iad", open("iad", 1), 0);
    tracker.heard("pdx", replica("pdx", "iad", 1, 0, 0), 0);
    GroupStatus before = status(0);
    WriteRhythm rhythm = new WriteRhythm();
    assertThat(rhythm.due(before, 0)).as("never written").isTrue();
    rhythm.tried(before, true, 0);

    GroupStatus later = status(1000);
    assertThat(later).isNotEqualTo(before);
    assertThat(rhythm.due(later, 3_600_000)).as("only time has passed").isFalse();

    tracker.heard("iad", dead("iad", 2), 1000);
    GroupStatus changed = status(1000);
    assertThat(rhythm.due(changed, 999)).as("a state, but too soon").isFalse();
    assertThat(rhythm.due(changed, 1000)).as("a state").isTrue();
    rhythm.tried(changed, false, 1000);
    assertThat(rhythm.due(changed, 1999)).isFalse();
    assertThat(rhythm.due(changed, 2000)).as("the write had failed").isTrue();
    rhythm.tried(changed, true, 2000);
    rhythm.handedOver();
    assertThat(rhythm.due(changed, 2001)).as("another one wrote since").isTrue();
  }

  @Test
  void writesAtOnceThatAFencedSiteHasBecomeAReplica() {
    tracker.heard(
        "pdx", heartbeat("pdx", "b", 1, ServerState.UP, false, holder("iad", 1), null), 0);
    GroupStatus fenced = status(0);
    WriteRhythm rhythm = new WriteRhythm();
    rhythm.tried(fenced, true, 0);

    tracker.heard("pdx", replica("pdx", "iad", 2, 0, 0), 1000);
    assertThat(rhythm.due(status(1000), 1000)).isTrue();
  }

  @Test
  void oneWatcherHasTheDutyAndItIsShared() {
    Set<String> watchers = Set.of("watcher-a", "watcher-b", "watcher-c");
    Set<String> withDuty = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      GroupRef group = new GroupRef("default", "group-" + i);
      List<String> chosen =
          watchers.stream().filter(self -> StatusDuty.isOf(self, watchers, group)).toList();
      assertThat(chosen).hasSize(1);
      withDuty.addAll(chosen);
      // one that leaves moves only its own groups
      String leaving = chosen.getFirst();
      for (String other : watchers) {
        if (!other.equals(leaving)) {
          Set<String> rest = new HashSet<>(watchers);
          rest.remove(other);
          assertThat(StatusDuty.isOf(leaving, rest, group)).isTrue();
        }
      }
    }
    assertThat(withDuty).isEqualTo(watchers);
  }

  @Test
  void tellsClientsStatesAtOnceAndFiguresOnceASecond() {
    LiveFeed feed = new LiveFeed();
    TestingOutlet outlet = new TestingOutlet();
    tracker.heard("iad", open("iad", 1), 0);
    assertThat(feed.join(new LiveClient(outlet), List.of(status(0)))).isTrue();
    feed.seen(status(0), 0);
    int told = outlet.messages.size();

    feed.seen(status(500), 500);
    assertThat(outlet.messages).as("only time has passed").hasSize(told);
    tracker.heard("iad", dead("iad", 2), 600);
    feed.seen(status(600), 600);
    assertThat(outlet.messages).hasSize(told + 1);
    assertThat(outlet.messages.getLast()).contains("\"verdict\":\"dead\"");
  }

  @Test
  void aSlowClientIsDroppedAndCostsNothingMore() {
    TestingOutlet outlet = new TestingOutlet();
    outlet.stuck = true;
    LiveClient client = new LiveClient(outlet);

    for (int i = 0; i <= LiveClient.QUEUE; i++) {
      assertThat(client.offer("message")).isTrue();
    }
    assertThat(client.offer("one too many")).isFalse();
    assertThat(outlet.dropped).isTrue();
    assertThat(client.offer("another")).isFalse();
    assertThat(outlet.messages).hasSize(1);
  }

  @Test
  void thereIsABoundToClients() {
    LiveFeed feed = new LiveFeed();
    for (int i = 0; i < LiveFeed.MAX_CLIENTS; i++) {
      assertThat(feed.join(new LiveClient(new TestingOutlet()), List.of())).isTrue();
    }
    assertThat(feed.join(new LiveClient(new TestingOutlet()), List.of())).isFalse();
  }

  private GroupStatus status(long now) {
    return GroupStatus.of(MANIFEST, tracker.look(now), Instant.EPOCH.plusMillis(now));
  }

  /** Remembers what was sent; may be stuck, as a client is that does not read. */
  private static final class TestingOutlet implements LiveClient.Outlet {
    private final List<String> messages = new ArrayList<>();
    private boolean stuck;
    private boolean dropped;

    @Override
    public void send(String message, Runnable sent, Runnable failed) {
      messages.add(message);
      if (!stuck) {
        sent.run();
      }
    }

    @Override
    public void drop(String reason) {
      dropped = true;
    }
  }
}
