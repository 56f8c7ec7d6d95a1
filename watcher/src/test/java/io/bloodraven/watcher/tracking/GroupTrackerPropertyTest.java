package io.bloodraven.watcher.tracking;

import static io.bloodraven.watcher.tracking.TestingHeartbeats.GROUP;
import static org.assertj.core.api.Assertions.assertThat;

import io.bloodraven.api.health.Heartbeat;
import io.bloodraven.api.health.LeaseView;
import io.bloodraven.api.health.ServerState;
import io.bloodraven.api.health.Verdict;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** Whatever is heard, in whatever order and with whatever gaps. */
class GroupTrackerPropertyTest {
  private static final List<String> SITES = List.of("iad", "pdx", "sfo");
  private static final long SILENCE = TrackingSettings.DEFAULT.silence().toMillis();

  /** After {@code gap} ms {@code from} is heard, if it is a site, with that word, by that way. */
  record Step(
      int gap, String from, ServerState server, String holder, long vouchedAgo, boolean relayed) {}

  @Provide
  Arbitrary<List<Step>> histories() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 1400),
            Arbitraries.of("iad", "pdx", "sfo", "nobody"),
            Arbitraries.of(ServerState.class),
            Arbitraries.of("iad", "pdx", "sfo", ""),
            Arbitraries.longs().between(-1, 10_000),
            Arbitraries.of(false, true))
        .as(Step::new)
        .list()
        .ofMaxSize(60);
  }

  @Property
  void everyVerdictHasItsProof(@ForAll("histories") List<Step> history) {
    GroupTracker tracker = new GroupTracker(GROUP, SITES, TrackingSettings.DEFAULT, 0);
    Map<String, Long> heardAt = new HashMap<>();
    Map<String, Step> said = new HashMap<>();
    long now = 0;
    for (Step step : history) {
      now += step.gap();
      if (hear(tracker, step, now)) {
        heardAt.put(step.from(), now);
        said.put(step.from(), step);
      }
      for (SiteSight sight : tracker.look(now).sites()) {
        check(sight, now, heardAt, said);
      }
    }
  }

  private static boolean hear(GroupTracker tracker, Step step, long now) {
    Heartbeat heartbeat = heartbeat(step, now);
    return step.relayed()
        ? tracker.heardBy(new Detour(step.from(), "relay"), heartbeat, now, now)
        : tracker.heard(step.from(), heartbeat, now);
  }

  private static void check(
      SiteSight sight, long now, Map<String, Long> heardAt, Map<String, Step> said) {
    String site = sight.site();
    Step word = said.get(site);
    long unheard = now - heardAt.getOrDefault(site, 0L);
    switch (sight.sighting().verdict()) {
      case WRITABLE, CLOSED, STARTING, STALLED, DEAD -> {
        assertThat(unheard).isLessThan(SILENCE);
        assertThat(word).isNotNull();
      }
      case SILENT -> {
        assertThat(unheard).isGreaterThanOrEqualTo(SILENCE);
        assertThat(SITES)
            .as("some peer is audible")
            .anyMatch(peer -> now - heardAt.getOrDefault(peer, -SILENCE) <= SILENCE / 2);
        assertThat(SITES)
            .as("no peer knows of a sign of life")
            .noneMatch(peer ->
                !peer.equals(site)
                    && knowsOf(site, said.get(peer), now - heardAt.getOrDefault(peer, 0L)));
      }
      case UNKNOWN ->
          assertThat(word != null && unheard < SILENCE)
              .as("what was just heard is known")
              .isFalse();
    }
    assertThat(sight.sighting().verdict() == Verdict.DEAD)
        .as("dead, if and only if its own sidecar said so last")
        .isEqualTo(unheard < SILENCE && word != null && word.server() == ServerState.DEAD);
  }

  private static boolean knowsOf(String site, @Nullable Step word, long saidAgo) {
    return word != null
        && word.holder().equals(site)
        && word.vouchedAgo() >= 0
        && word.vouchedAgo() + saidAgo <= SILENCE;
  }

  private static Heartbeat heartbeat(Step step, long sequence) {
    LeaseView lease =
        new LeaseView(1, 0, 0, 1, step.holder(), "pod", List.of(), -1, step.vouchedAgo());
    return TestingHeartbeats.heartbeat(
        step.from(), "boot", sequence, step.server(), false, lease, null);
  }
}
