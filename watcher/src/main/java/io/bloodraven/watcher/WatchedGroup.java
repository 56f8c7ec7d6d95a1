package io.bloodraven.watcher;

import static java.util.Objects.requireNonNull;

import io.bloodraven.api.group.GroupRef;
import io.bloodraven.api.health.Heartbeat;
import io.bloodraven.watcher.intake.GroupManifest;
import io.bloodraven.watcher.intake.SiteListener;
import io.bloodraven.watcher.signal.GroupMessage;
import io.bloodraven.watcher.signal.GroupOutbox;
import io.bloodraven.watcher.signal.GroupOutbox.Due;
import io.bloodraven.watcher.signal.GroupSignals;
import io.bloodraven.watcher.signal.SignalFailedException;
import io.bloodraven.watcher.status.WatcherMetrics;
import io.bloodraven.watcher.tracking.Detour;
import io.bloodraven.watcher.tracking.GroupSight;
import io.bloodraven.watcher.tracking.GroupTracker;
import io.bloodraven.watcher.tracking.ProbeResult;
import io.bloodraven.workflows.group.ResourceChange;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One group under watch: whatever comes in passes through its tracker, and what is worth telling
 * goes out. Only sequences; the rules are in {@link GroupTracker} and {@link GroupOutbox}.
 */
final class WatchedGroup implements SiteListener {
  private static final Logger log = LoggerFactory.getLogger(WatchedGroup.class);

  private final GroupRef ref;
  private final Surroundings around;
  private final ReentrantLock lock = new ReentrantLock();
  private final GroupTracker tracker;
  private final GroupOutbox outbox = new GroupOutbox();
  private final Set<String> onlyThroughOthers = new HashSet<>();
  private GroupManifest manifest;
  private boolean controlTokenLost;
  private long sequence;

  /**
   * What all groups of a watcher share.
   *
   * @param vantagePoint identity of this watcher, new at each start
   * @param sender runs what waits for Temporal
   */
  record Surroundings(
      String vantagePoint,
      GroupSignals signals,
      Executor sender,
      WatcherClock clock,
      WatcherMetrics metrics) {}

  WatchedGroup(GroupManifest manifest, Surroundings around) {
    this.ref = manifest.ref();
    this.around = requireNonNull(around, "around");
    this.manifest = manifest;
    this.tracker =
        new GroupTracker(
            ref, manifest.siteNames(), manifest.tracking(), around.clock().monotonicMillis());
    // after a restart a group that its workflow has dealt with is no news
    if (manifest.deleting() || manifest.generation() != manifest.observedGeneration()) {
      outbox.changed(new ResourceChange(manifest.generation(), manifest.deleting(), ""));
    }
  }

  GroupRef ref() {
    return ref;
  }

  /** The resource as it is now. */
  GroupManifest manifest() {
    return locked(() -> manifest);
  }

  /** The group as it is seen now. */
  GroupSight look() {
    return locked(() -> tracker.look(around.clock().monotonicMillis()));
  }

  /** The resource changed, in whatever part. */
  void changed(GroupManifest latest) {
    locked(() -> {
      if (latest.generation() != manifest.generation()
          || latest.deleting() != manifest.deleting()) {
        outbox.changed(new ResourceChange(latest.generation(), latest.deleting(), ""));
      }
      manifest = latest;
      onlyThroughOthers.retainAll(latest.siteNames());
      tracker.configure(latest.siteNames(), latest.tracking(), around.clock().monotonicMillis());
      return latest;
    });
    pump();
  }

  /** Somebody else changed an owned object. */
  void drifted(String what) {
    locked(() -> {
      if (!manifest.deleting()) {
        outbox.changed(new ResourceChange(manifest.generation(), false, what));
      }
      return what;
    });
    pump();
  }

  /**
   * Whether the control token is missing; to be told several times a second. In a group whose
   * primary has opened, and so has had one, its loss is drift like that of an object.
   */
  void controlToken(boolean missing) {
    boolean justLost =
        locked(() -> {
          boolean lost = missing && manifest.decided().epoch() > 0;
          boolean news = lost && !controlTokenLost;
          controlTokenLost = lost;
          return news;
        });
    if (justLost) {
      log.warn("group={} Secret {} has no token any more", ref, ref.controlSecretName());
      drifted("Secret/" + ref.controlSecretName());
    }
  }

  /** The resource is gone. */
  void gone() {
    locked(() -> {
      outbox.gone(manifest.generation());
      return ref;
    });
    pump();
  }

  /** Whether nothing is left to do for a group that is gone. */
  boolean finished() {
    return locked(outbox::finished);
  }

  @Override
  public void heard(String site, Heartbeat heartbeat) {
    boolean taken = locked(() -> tracker.heard(site, heartbeat, around.clock().monotonicMillis()));
    if (taken) {
      if (locked(() -> onlyThroughOthers.remove(site))) {
        log.info("group={} site={} is heard by its own stream again", ref, site);
      }
      around.metrics().heartbeat(ref, site);
      pump();
    }
  }

  @Override
  public void heardBy(Detour detour, Heartbeat heartbeat, long tookMillis) {
    boolean taken =
        locked(() -> {
          long now = around.clock().monotonicMillis();
          return tracker.heardBy(detour, heartbeat, now - tookMillis, now);
        });
    if (taken) {
      if (locked(() -> onlyThroughOthers.add(detour.site()))) {
        log.info(
            "group={} site={} is not heard by its own stream, but through {}",
            ref,
            detour.site(),
            detour.by());
      }
      around.metrics().relayed(ref, detour);
      pump();
    }
  }

  /** The ways round to be gone now; to be asked for several times a second. */
  List<Detour> detours() {
    return locked(() -> tracker.detours(around.clock().monotonicMillis()));
  }

  @Override
  public void ended(Detour detour) {
    locked(() -> {
      tracker.ended(detour);
      return detour;
    });
  }

  @Override
  public void probed(String site, ProbeResult result) {
    locked(() -> {
      tracker.probed(site, result);
      return result;
    });
  }

  @Override
  public void streamLost(String site, String why) {
    around.metrics().streamLost(ref, site);
  }

  /** Sends what is due, if anything is; to be called several times a second. */
  void pump() {
    Optional<Due> due =
        locked(() -> {
          long now = around.clock().monotonicMillis();
          return outbox.due(tracker.look(now), now);
        });
    due.ifPresent(next -> around.sender().execute(() -> send(next)));
  }

  private void send(Due due) {
    boolean arrived = false;
    Due sent = due;
    try {
      // what is seen by now may be newer than what was due
      Letter letter = locked(() -> write(due));
      sent = letter.due();
      around.signals().send(ref, letter.message());
      arrived = true;
    } catch (SignalFailedException e) {
      log.warn("group={} cannot tell the workflow, will try again: {}", ref, e.getMessage());
    } finally {
      settle(sent, arrived);
    }
    pump();
  }

  private record Letter(Due due, GroupMessage message) {}

  private Letter write(Due due) {
    return switch (due) {
      case Due.Sight _ -> {
        GroupSight sight = tracker.look(around.clock().monotonicMillis());
        Instant at = around.clock().wall();
        yield new Letter(
            new Due.Sight(sight.key()),
            new GroupMessage.Observed(sight.observation(around.vantagePoint(), ++sequence, at)));
      }
      case Due.Change(ResourceChange change, boolean gone) ->
          new Letter(due, gone ? new GroupMessage.Gone(change) : new GroupMessage.Changed(change));
    };
  }

  private void settle(Due sent, boolean arrived) {
    locked(() -> {
      long now = around.clock().monotonicMillis();
      if (arrived) {
        outbox.delivered(sent, now);
      } else {
        outbox.failed(sent, now);
      }
      return sent;
    });
    around.metrics().signal(ref, sent instanceof Due.Sight ? "observed" : "changed", arrived);
    if (arrived) {
      log.info("group={} told the workflow: {}", ref, describe(sent));
    }
  }

  private static String describe(Due sent) {
    return switch (sent) {
      case Due.Sight(var key) -> "observed " + key.summary();
      case Due.Change(ResourceChange change, boolean gone) ->
          gone
              ? "resource gone"
              : "resource changed, generation %d%s%s"
                  .formatted(
                      change.generation(),
                      change.deleted() ? ", deleted" : "",
                      change.drift().isEmpty() ? "" : ", drift of " + change.drift());
    };
  }

  private <T> T locked(Supplier<T> action) {
    lock.lock();
    try {
      return action.get();
    } finally {
      lock.unlock();
    }
  }
}
