package io.bloodraven.watcher.tracking;

import static io.bloodraven.watcher.tracking.TestingHeartbeats.GROUP;
import static io.bloodraven.watcher.tracking.TestingHeartbeats.dead;
import static io.bloodraven.watcher.tracking.TestingHeartbeats.heartbeat;
import static io.bloodraven.watcher.tracking.TestingHeartbeats.holder;
import static io.bloodraven.watcher.tracking.TestingHeartbeats.open;
import static io.bloodraven.watcher.tracking.TestingHeartbeats.replica;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.bloodraven.api.health.Heartbeat;
import io.bloodraven.api.health.ServerState;
import io.bloodraven.api.health.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroupTrackerTest {
  private static final Detour BY_PDX = new Detour("iad", "pdx");

  private final GroupTracker tracker =
      new GroupTracker(GROUP, List.of("iad", "pdx"), TrackingSettings.DEFAULT, 0);

  @ParameterizedTest
  @CsvSource({
    "UP, true, WRITABLE",
    "UP, false, CLOSED",
    "STARTING, false, STARTING",
    "STALLED, true, STALLED",
    "DEAD, false, DEAD"
  })
  void takesTheSidecarAtItsWordAtOnce(ServerState server, boolean writable, Verdict verdict) {
    tracker.heard("iad", heartbeat("iad", "b", 1, server, writable, holder("iad", 1), null), 10);

    assertThat(verdict("iad", 10)).isEqualTo(verdict);
  }

  /**
   * {@code iad} was heard at 0 for the last time; {@code pdx} is heard at {@code peerAt} and says
   * how long ago it vouched and saw the Lease change; asked at {@code now}.
   */
  @ParameterizedTest(name = "{5}")
  @CsvSource({
    "2900, 2900, 5000, 5000, WRITABLE, unheard for less than the threshold",
    "3000, 3000, 5000, 5000, SILENT, no vouch and no renewal for the threshold",
    "3000, 3000, -1,   -1,   SILENT, never vouched and never saw the Lease",
    "3000, 3000, 900,  5000, UNKNOWN, a peer still vouches",
    "3000, 3000, 5000, 900,  UNKNOWN, the Lease is still renewed",
    "3000, 3500, 2600, 5000, SILENT, the vouch has aged since the peer was heard",
    "3000, 3500, 2400, 5000, UNKNOWN, the vouch is not old enough yet",
    "1400, 3000, 5000, 5000, UNKNOWN, the peer itself is not audible now",
    "1500, 3000, 5000, 5000, SILENT, the peer is just audible",
  })
  void tellsSilenceFromIgnorance(
      long peerAt, long now, long vouchedAgo, long leaseChangedAgo, Verdict verdict, String why) {
    tracker.heard("iad", open("iad", 1), 0);
    awakeUntil(peerAt);
    tracker.heard("pdx", replica("pdx", "iad", 1, vouchedAgo, leaseChangedAgo), peerAt);
    awakeUntil(now);

    assertThat(verdict("iad", now)).as(why).isEqualTo(verdict);
  }

  @Test
  void aSiteNeverHeardBecomesSilentOnlyAfterTheThreshold() {
    awakeUntil(2500);
    tracker.heard("pdx", replica("pdx", "iad", 1, 9000, 9000), 2500);

    assertThat(verdict("iad", 2500)).isEqualTo(Verdict.UNKNOWN);
    assertThat(verdict("iad", 3000)).isEqualTo(Verdict.SILENT);
  }

  @Test
  void aVouchForAnotherHolderIsNoSignOfLife() {
    tracker.heard("iad", open("iad", 1), 0);
    awakeUntil(3000);
    tracker.heard("pdx", replica("pdx", "pdx", 1, 100, 100), 3000);

    assertThat(verdict("iad", 3000)).isEqualTo(Verdict.SILENT);
  }

  @Test
  void whoeverHearsNobodyKnowsNothing() {
    tracker.heard("iad", open("iad", 1), 0);
    tracker.heard("pdx", replica("pdx", "iad", 1, 100, 100), 0);
    awakeUntil(20_000);

    assertThat(tracker.look(20_000).sites())
        .extracting(site -> site.sighting().verdict())
        .containsExactly(Verdict.UNKNOWN, Verdict.UNKNOWN);
  }

  @Test
  void aWatcherThatSleptDoesNotBuryThoseItDidNotHear() {
    tracker.heard("iad", open("iad", 1), 0);
    tracker.heard("pdx", replica("pdx", "iad", 1, 100, 5000), 0);
    // frozen for a minute; on waking up the peer's line is read first
    tracker.heard("pdx", replica("pdx", "iad", 2, 61_000, 61_000), 60_000);

    assertThat(verdict("iad", 60_000)).isEqualTo(Verdict.UNKNOWN);
    awakeUntil(62_900);
    tracker.heard("pdx", replica("pdx", "iad", 3, 64_000, 64_000), 62_900);
    assertThat(verdict("iad", 62_900)).isEqualTo(Verdict.UNKNOWN);
    assertThat(verdict("iad", 63_000)).isEqualTo(Verdict.SILENT);
  }

  @Test
  void lateAndMisdirectedHeartbeatsAreNotTaken() {
    assertThat(tracker.heard("iad", dead("iad", 7), 0)).isTrue();
    assertThat(tracker.heard("iad", open("iad", 6), 1)).as("late").isFalse();
    assertThat(tracker.heard("iad", open("pdx", 9), 1)).as("of another site").isFalse();
    assertThat(tracker.heard("sfo", open("sfo", 9), 1)).as("of no site").isFalse();
    Heartbeat newBoot =
        heartbeat("iad", "later boot", 1, ServerState.UP, true, holder("iad", 1), null);
    assertThat(verdict("iad", 1)).isEqualTo(Verdict.DEAD);
    assertThat(tracker.heard("iad", newBoot, 1)).as("of a new boot").isTrue();
  }

  @Test
  void theWordOfASiteCountsWhicheverWayItCame() {
    tracker.heard("iad", open("iad", 1), 0);
    awakeUntil(2000);
    tracker.heard("pdx", replica("pdx", "iad", 1, 100, 100), 2000);

    assertThat(tracker.heardBy(BY_PDX, dead("iad", 2), 2000, 2100)).isTrue();

    assertThat(verdict("iad", 2100)).isEqualTo(Verdict.DEAD);
    assertThat(tracker.look(2100).sites().getFirst().audible()).isTrue();
  }

  @Test
  void anAnswerThatIsOldOrAboutAnotherIsNotTaken() {
    tracker.heard("iad", open("iad", 7), 1000);

    assertThat(tracker.heardBy(BY_PDX, dead("iad", 7), 900, 1100)).as("late").isFalse();
    assertThat(tracker.heardBy(BY_PDX, dead("pdx", 9), 900, 1100)).as("of the relay").isFalse();
    assertThat(tracker.heardBy(new Detour("sfo", "pdx"), dead("sfo", 9), 900, 1100))
        .as("of no site")
        .isFalse();
    assertThat(tracker.heardBy(BY_PDX, ofGroup("other", "main"), 900, 1100))
        .as("of another namespace")
        .isFalse();
    assertThat(tracker.heardBy(BY_PDX, ofGroup("default", "other"), 900, 1100))
        .as("of another group")
        .isFalse();
    assertThat(verdict("iad", 1100)).isEqualTo(Verdict.WRITABLE);
  }

  @Test
  void anAnswerOfAnotherBootCountsUnlessTheSiteWasHeardSinceItWasAsked() {
    Heartbeat otherBoot =
        heartbeat("iad", "other boot", 1, ServerState.DEAD, false, holder("iad", 1), null);
    tracker.heard("iad", open("iad", 7), 1000);

    assertThat(tracker.heardBy(BY_PDX, otherBoot, 1000, 1100)).as("may be older").isFalse();
    assertThat(tracker.heardBy(BY_PDX, otherBoot, 1001, 1100)).as("is newer").isTrue();
  }

  @Test
  void aSiteBehindACutIsSteadyForAsLongAsThereIsAWayRound() {
    tracker.heard("iad", open("iad", 1), 0);
    for (long now = 100; now < 20_000; now += 100) {
      if (now % 1000 == 0) {
        tracker.heard("pdx", replica("pdx", "iad", now, 100, 100), now);
      }
      for (Detour detour : tracker.detours(now)) {
        tracker.heardBy(detour, open("iad", now), now, now);
        tracker.ended(detour);
      }
      SiteSight iad = tracker.look(now).sites().getFirst();
      assertThat(iad.sighting().verdict()).as("at %d", now).isEqualTo(Verdict.WRITABLE);
      assertThat(iad.audible()).as("at %d", now).isEqualTo(now <= 1500 || now >= 2000);
    }
  }

  @Test
  void isSettledWhenEverySiteHadItsChance() {
    assertThat(tracker.look(0).settled()).isFalse();
    tracker.heard("iad", open("iad", 1), 10);
    assertThat(tracker.look(10).settled()).isFalse();
    tracker.heard("pdx", replica("pdx", "iad", 1, 0, 0), 20);
    assertThat(tracker.look(20).settled()).isTrue();

    GroupTracker deaf = new GroupTracker(GROUP, List.of("iad"), TrackingSettings.DEFAULT, 0);
    for (long now = 0; now < 3000; now += 100) {
      assertThat(deaf.look(now).settled()).isFalse();
    }
    assertThat(deaf.look(3000).settled()).isTrue();
  }

  @Test
  void theActiveSiteIsTheOneOpenAtTheHighestEpochAndHeardNow() {
    tracker.heard("iad", heartbeat("iad", "b", 1, ServerState.UP, true, holder("iad", 1), null), 0);
    tracker.heard("pdx", heartbeat("pdx", "b", 1, ServerState.UP, true, holder("pdx", 2), null), 0);

    assertThat(tracker.look(0).active()).map(SiteSight::site).contains("pdx");
    assertThat(tracker.look(1400).active()).isPresent();
    // still WRITABLE by the last word, but that is no present fact any more
    assertThat(tracker.look(1600).writable()).isTrue();
    assertThat(tracker.look(1600).active()).isEmpty();
  }

  @Test
  void aChangedManifestKeepsWhatIsKnown() {
    tracker.heard("iad", open("iad", 1), 0);
    tracker.configure(List.of("sfo", "iad"), TrackingSettings.DEFAULT, 100);

    assertThat(tracker.look(100).sites())
        .extracting(SiteSight::site, site -> site.sighting().verdict())
        .containsExactly(tuple("sfo", Verdict.UNKNOWN), tuple("iad", Verdict.WRITABLE));
  }

  @Test
  void theKeyIgnoresWhatMovesAllTheTime() {
    tracker.heard("iad", open("iad", 1), 0);
    tracker.heard("pdx", replica("pdx", "iad", 1, 10, 10), 0);
    TransitionKey before = tracker.look(0).key();
    tracker.heard("iad", open("iad", 2), 900);
    tracker.heard("pdx", replica("pdx", "iad", 2, 800, 12_000), 900);

    assertThat(tracker.look(900).key()).isEqualTo(before);
    tracker.heard("iad", dead("iad", 3), 950);
    assertThat(tracker.look(950).key()).isNotEqualTo(before);
  }

  private Verdict verdict(String site, long now) {
    return tracker.look(now).sites().stream()
        .filter(sight -> sight.site().equals(site))
        .findFirst()
        .orElseThrow()
        .sighting()
        .verdict();
  }

  private static Heartbeat ofGroup(String namespace, String group) {
    Heartbeat beat = dead("iad", 9);
    return new Heartbeat(
        namespace,
        group,
        beat.site(),
        beat.podUid(),
        beat.bootId(),
        beat.sequence(),
        beat.server(),
        beat.writable(),
        beat.lease(),
        beat.gtidExecuted(),
        beat.gtidReceived(),
        beat.replication(),
        beat.armedSwitches(),
        beat.troubles());
  }

  private long awake;

  /** Looks every 100 ms, as the process does. */
  private void awakeUntil(long now) {
    for (; awake < now; awake = Math.min(awake + 100, now)) {
      tracker.look(awake);
    }
  }
}
