package io.bloodraven.watcher.signal;

import static io.bloodraven.watcher.tracking.TestingHeartbeats.GROUP;
import static io.bloodraven.watcher.tracking.TestingHeartbeats.dead;
import static io.bloodraven.watcher.tracking.TestingHeartbeats.open;
import static io.bloodraven.watcher.tracking.TestingHeartbeats.replica;
import static org.assertj.core.api.Assertions.assertThat;

import io.bloodraven.api.health.Heartbeat;
import io.bloodraven.watcher.signal.GroupOutbox.Due;
import io.bloodraven.watcher.tracking.GroupSight;
import io.bloodraven.watcher.tracking.GroupTracker;
import io.bloodraven.watcher.tracking.TrackingSettings;
import io.bloodraven.workflows.group.ResourceChange;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GroupOutboxTest {
  private final GroupOutbox outbox = new GroupOutbox();
  private final GroupSight healthy = sight(false);
  private final GroupSight broken = sight(true);

  @Test
  void aHealthyGroupIsToldOfOnceAndNeverAgain() {
    send(healthy, 0);

    for (long now = 0; now < 3_600_000; now += 1000) {
      assertThat(outbox.due(healthy, now)).isEmpty();
    }
  }

  @Test
  void anUnsettledSightIsNotToldUnlessSomebodyIsDead() {
    GroupTracker young =
        new GroupTracker(GROUP, List.of("iad", "pdx"), TrackingSettings.DEFAULT, 0);
    assertThat(outbox.due(young.look(0), 0)).isEmpty();
    young.heard("iad", open("iad", 1), 0);
    assertThat(outbox.due(young.look(0), 0)).isEmpty();
    young.heard("iad", dead("iad", 2), 0);
    assertThat(outbox.due(young.look(0), 0)).isPresent();
  }

  @Test
  void aGroupWithoutWritableSiteIsToldOfAgainEveryFiveSeconds() {
    send(broken, 0);

    assertThat(outbox.due(broken, 4999)).isEmpty();
    send(broken, 5000);
    assertThat(outbox.due(broken, 9999)).isEmpty();
    send(broken, 10_000);
  }

  @Test
  void aDetailWaitsAndAVerdictDoesNot() {
    send(healthy, 0);
    GroupSight otherSource = sight(open("iad", 1), "nobody");

    assertThat(outbox.due(otherSource, 999)).isEmpty();
    assertThat(outbox.due(otherSource, 1000)).contains(new Due.Sight(otherSource.key()));
    outbox.delivered(new Due.Sight(otherSource.key()), 1001);
    assertThat(outbox.due(broken, 1002)).contains(new Due.Sight(broken.key()));
  }

  @Test
  void onlyOneMessageIsOnItsWay() {
    Due first = outbox.due(healthy, 0).orElseThrow();

    assertThat(outbox.due(broken, 1)).isEmpty();
    outbox.delivered(first, 2);
    assertThat(outbox.due(broken, 3)).contains(new Due.Sight(broken.key()));
  }

  @Test
  void whatFailedMayHaveArrivedAndIsToldAgain() {
    send(healthy, 0);
    outbox.failed(outbox.due(broken, 1).orElseThrow(), 10);

    // healthy again: the same as was told before, but the workflow may believe otherwise
    assertThat(outbox.due(healthy, 209)).isEmpty();
    assertThat(outbox.due(healthy, 210)).contains(new Due.Sight(healthy.key()));
  }

  @Test
  void triesAreFurtherAndFurtherApartUpToABound() {
    long now = 0;
    for (long wait : List.of(200, 400, 800, 1600, 2000, 2000)) {
      outbox.failed(outbox.due(healthy, now).orElseThrow(), now);
      assertThat(outbox.due(healthy, now + wait - 1)).isEmpty();
      now += wait;
    }
    send(healthy, now);
    outbox.failed(outbox.due(broken, now).orElseThrow(), now);
    assertThat(outbox.due(broken, now + 200)).as("starts small again").isPresent();
  }

  @Test
  void changesOfTheResourceBecomeOneAndGoFirst() {
    outbox.changed(new ResourceChange(3, false, "Service/a"));
    outbox.changed(new ResourceChange(2, false, ""));

    Due due = outbox.due(broken, 0).orElseThrow();
    assertThat(due).isEqualTo(new Due.Change(new ResourceChange(3, false, "Service/a"), false));
    outbox.changed(new ResourceChange(4, false, ""));
    outbox.delivered(due, 1);
    assertThat(outbox.due(broken, 2)).as("what came meanwhile").isPresent();
  }

  @Test
  void aDeletionIsTheLastWord() {
    send(healthy, 0);
    outbox.changed(new ResourceChange(1, true, ""));
    send(broken, 1);

    assertThat(outbox.due(broken, 10_000)).isEmpty();
    outbox.gone(1);
    assertThat(outbox.due(broken, 20_000)).isEmpty();
    assertThat(outbox.finished()).isTrue();
  }

  @Test
  void aGroupThatVanishedUnannouncedIsToldOfWithoutStartingAnything() {
    send(healthy, 0);
    outbox.gone(7);

    Due due = outbox.due(healthy, 1).orElseThrow();
    assertThat(due).isEqualTo(new Due.Change(new ResourceChange(7, true, ""), true));
    assertThat(outbox.finished()).isFalse();
    outbox.delivered(due, 2);
    assertThat(outbox.finished()).isTrue();
  }

  private void send(GroupSight sight, long now) {
    Optional<Due> due = outbox.due(sight, now);
    assertThat(due).isPresent();
    outbox.delivered(due.orElseThrow(), now);
  }

  private static GroupSight sight(boolean primaryDead) {
    return sight(primaryDead ? dead("iad", 1) : open("iad", 1), "iad");
  }

  private static GroupSight sight(Heartbeat primary, String source) {
    GroupTracker tracker =
        new GroupTracker(GROUP, List.of("iad", "pdx"), TrackingSettings.DEFAULT, 0);
    tracker.heard("iad", primary, 0);
    tracker.heard("pdx", replica("pdx", source, 1, 0, 0), 0);
    return tracker.look(0);
  }
}
