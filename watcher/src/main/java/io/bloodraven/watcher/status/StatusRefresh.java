package io.bloodraven.watcher.status;

import static java.util.Objects.requireNonNull;

import io.bloodraven.api.group.GroupRef;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Keeps the observed status of those groups current that fall to this watcher. */
public final class StatusRefresh {
  private static final class Entry {
    private final WriteRhythm rhythm = new WriteRhythm();
    private boolean writing;
  }

  private final ObservedStatus target;
  private final String self;
  private final Supplier<Set<String>> watchers;
  private final Executor executor;
  private final LongSupplier clock;
  private final WatcherMetrics metrics;
  private final Map<GroupRef, Entry> entries = new ConcurrentHashMap<>();

  /**
   * @param self name of this watcher among {@code watchers}
   * @param executor runs the writes, at most one per group at a time
   * @param clock monotonic milliseconds
   */
  public StatusRefresh(
      KubernetesClient client,
      String self,
      Supplier<Set<String>> watchers,
      Executor executor,
      LongSupplier clock,
      WatcherMetrics metrics) {
    this.target = new ObservedStatus(client);
    this.self = requireNonNull(self, "self");
    this.watchers = requireNonNull(watchers, "watchers");
    this.executor = requireNonNull(executor, "executor");
    this.clock = requireNonNull(clock, "clock");
    this.metrics = requireNonNull(metrics, "metrics");
  }

  /** The watchers that share the groups now. */
  public Set<String> watchers() {
    return watchers.get();
  }

  /** A group is seen so; it is written when it is this watcher's to write and time to. */
  public void seen(GroupRef group, GroupStatus status, Set<String> sharing) {
    Entry entry = entries.computeIfAbsent(group, _ -> new Entry());
    synchronized (entry) {
      if (!StatusDuty.isOf(self, sharing, group)) {
        entry.rhythm.handedOver();
        return;
      }
      if (entry.writing || !entry.rhythm.due(status, clock.getAsLong())) {
        return;
      }
      entry.writing = true;
    }
    executor.execute(() -> write(group, entry, status));
  }

  /** A group is gone. */
  public void forget(GroupRef group) {
    entries.remove(group);
  }

  private void write(GroupRef group, Entry entry, GroupStatus status) {
    boolean success = false;
    try {
      success = target.write(status);
    } finally {
      metrics.statusWrite(group, success);
      synchronized (entry) {
        entry.writing = false;
        entry.rhythm.tried(status, success, clock.getAsLong());
      }
    }
  }
}
