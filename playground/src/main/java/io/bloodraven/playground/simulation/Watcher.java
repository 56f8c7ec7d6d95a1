package io.bloodraven.playground.simulation;

import io.bloodraven.api.health.Heartbeat;
import io.bloodraven.api.health.Observation;
import io.bloodraven.watcher.tracking.Detour;
import io.bloodraven.watcher.tracking.GroupSight;
import io.bloodraven.watcher.tracking.GroupTracker;
import io.bloodraven.watcher.tracking.TrackingSettings;
import io.bloodraven.watcher.tracking.TransitionKey;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A watcher: production's tracker, fed by heartbeats over the network, with a clock of its own. */
final class Watcher {
  private static final long REPEAT_MILLIS = 5_000;

  /** As long as production's watcher waits for what is relayed. */
  private static final long RELAY_MILLIS = 700;

  private final World world;
  private final int number;
  private final Group group;
  private final GroupTracker tracker;
  private final double rate;
  private final double offset;
  private long sequence;
  private @Nullable TransitionKey told;
  private double toldAt;
  private double sentAt;

  Watcher(World world, int number, Group group) {
    this.world = world;
    this.number = number;
    this.group = group;
    Draw draw = new Draw(Draw.mix(world.seed(), 0x3A7L + number));
    rate = 1 + draw.between(-0.005, 0.005);
    offset = draw.between(0, 1_000_000);
    tracker =
        new GroupTracker(
            Group.REF,
            group.spec().siteNames(),
            new TrackingSettings(group.spec().silenceThreshold(), 3, 2, Map.of()),
            clock());
  }

  private long clock() {
    return (long) (world.now() * rate + offset);
  }

  /** A sidecar tells how it is. */
  void beat(Pod pod, Heartbeat heartbeat) {
    world
        .network()
        .send(
            pod.site().node(),
            world.watcherNode(number),
            () -> tracker.heard(heartbeat.site(), heartbeat, clock()));
  }

  /** Asks about a site that it does not hear through one that it hears. */
  private void goAround(Detour detour) {
    long askedAt = clock();
    world
        .site(detour.by())
        .relayStatus(
            world.watcherNode(number),
            world.site(detour.site()),
            heartbeat -> {
              long now = clock();
              if (now - askedAt <= RELAY_MILLIS
                  && tracker.heardBy(detour, heartbeat, askedAt, now)) {
                world.count(Happening.RELAYED);
              }
            });
    world.in(RELAY_MILLIS, () -> tracker.ended(detour));
  }

  /** Looks, several times a second, and tells the group what is new. */
  void look() {
    world.in(world.settings().timings().lease() / 30.0, this::look);
    tracker.detours(clock()).forEach(this::goAround);
    GroupSight sight = tracker.look(clock());
    boolean repeat = !sight.writable() && world.now() - toldAt > REPEAT_MILLIS;
    TransitionKey key = sight.key();
    if (!sight.settled() || world.now() - sentAt < 500 || (key.equals(told) && !repeat)) {
      return;
    }
    sentAt = world.now();
    Observation observation =
        sight.observation("watcher-" + number, ++sequence, Instant.ofEpochMilli(clock()));
    world
        .network()
        .send(
            world.watcherNode(number),
            world.workerNode(),
            () -> {
              if (group.hear(observation)) {
                told = key;
                toldAt = world.now();
              }
            });
  }
}
