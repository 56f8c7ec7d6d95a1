package io.bloodraven.watcher;

import static java.util.Objects.requireNonNull;

import io.bloodraven.api.group.GroupRef;
import io.bloodraven.watcher.WatchedGroup.Surroundings;
import io.bloodraven.watcher.intake.GroupListener;
import io.bloodraven.watcher.intake.GroupManifest;
import io.bloodraven.watcher.intake.GroupSecrets;
import io.bloodraven.watcher.intake.RelayedStatus;
import io.bloodraven.watcher.intake.SiteAddresses;
import io.bloodraven.watcher.intake.SiteFeeds;
import io.bloodraven.watcher.status.GroupStatus;
import io.bloodraven.watcher.status.LiveFeed;
import io.bloodraven.watcher.status.StatusRefresh;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All groups under watch: opens and closes what each needs, and lets time pass for them. */
final class Watcher implements GroupListener, AutoCloseable {
  private static final long TICK_MILLIS = 100;
  private static final Logger log = LoggerFactory.getLogger(Watcher.class);

  private record Watched(WatchedGroup group, SiteFeeds feeds) {}

  private final Surroundings around;
  private final SiteAddresses addresses;
  private final GroupSecrets secrets;
  private final RelayedStatus relays;
  private final LiveFeed live;
  private final StatusRefresh refresh;
  private final Map<GroupRef, Watched> groups = new ConcurrentHashMap<>();
  private final Set<WatchedGroup> leaving = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService ticker =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("ticker").factory());

  Watcher(
      Surroundings around,
      SiteAddresses addresses,
      GroupSecrets secrets,
      LiveFeed live,
      StatusRefresh refresh) {
    this.around = requireNonNull(around, "around");
    this.addresses = requireNonNull(addresses, "addresses");
    this.secrets = requireNonNull(secrets, "secrets");
    this.relays = new RelayedStatus(addresses, secrets, around.clock()::monotonicMillis);
    this.live = requireNonNull(live, "live");
    this.refresh = requireNonNull(refresh, "refresh");
  }

  void start() {
    var _ = ticker.scheduleWithFixedDelay(this::tick, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public synchronized void present(GroupManifest manifest) {
    Watched known = groups.get(manifest.ref());
    if (known == null) {
      log.info("group={} under watch, sites {}", manifest.ref(), manifest.siteNames());
      WatchedGroup group = new WatchedGroup(manifest, around);
      known = new Watched(group, new SiteFeeds(manifest.ref(), addresses, secrets, relays, group));
      groups.put(manifest.ref(), known);
      group.pump();
    } else {
      known.group().changed(manifest);
    }
    known.feeds().follow(manifest);
  }

  @Override
  public synchronized void gone(GroupRef ref) {
    Watched watched = groups.remove(ref);
    if (watched == null) {
      return;
    }
    log.info("group={} is gone", ref);
    watched.feeds().close();
    secrets.forget(watched.group().manifest());
    live.forget(ref.namespace(), ref.name());
    refresh.forget(ref);
    around.metrics().forget(ref);
    leaving.add(watched.group());
    watched.group().gone();
  }

  @Override
  public void drifted(GroupRef ref, String what) {
    Watched watched = groups.get(ref);
    if (watched != null) {
      log.info("group={} {} was changed by somebody else", ref, what);
      watched.group().drifted(what);
    }
  }

  /** Every group as it is seen now. */
  List<GroupStatus> all() {
    return groups.values().stream().map(watched -> status(watched.group())).toList();
  }

  /** One of them. */
  Optional<GroupStatus> one(GroupRef ref) {
    return Optional.ofNullable(groups.get(ref)).map(watched -> status(watched.group()));
  }

  @Override
  public synchronized void close() {
    ticker.shutdownNow();
    groups.values().forEach(watched -> watched.feeds().close());
    relays.close();
  }

  private GroupStatus status(WatchedGroup group) {
    return GroupStatus.of(group.manifest(), group.look(), around.clock().wall());
  }

  private void tick() {
    Set<String> sharing = refresh.watchers();
    groups.values().forEach(watched -> tick(watched, sharing));
    leaving.forEach(WatchedGroup::pump);
    leaving.removeIf(WatchedGroup::finished);
  }

  private void tick(Watched watched, Set<String> sharing) {
    WatchedGroup group = watched.group();
    try {
      group.controlToken(secrets.lacksControlToken(group.ref()));
      group.pump();
      group.detours().forEach(watched.feeds()::take);
      GroupStatus status = status(group);
      live.seen(status, around.clock().monotonicMillis());
      refresh.seen(group.ref(), status, sharing);
    } catch (RuntimeException e) {
      // the ticker would end with it, and every other group would go deaf
      log.error("group={} tick failed", group.ref(), e);
    }
  }
}
