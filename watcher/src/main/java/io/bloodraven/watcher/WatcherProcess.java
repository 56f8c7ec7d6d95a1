package io.bloodraven.watcher;

import io.bloodraven.api.group.GroupRef;
import io.bloodraven.watcher.WatchedGroup.Surroundings;
import io.bloodraven.watcher.intake.GroupInformers;
import io.bloodraven.watcher.intake.GroupSecrets;
import io.bloodraven.watcher.intake.SiteAddresses;
import io.bloodraven.watcher.intake.WatcherPeers;
import io.bloodraven.watcher.signal.GroupSignals;
import io.bloodraven.watcher.status.GroupStatus;
import io.bloodraven.watcher.status.LiveFeed;
import io.bloodraven.watcher.status.StatusRefresh;
import io.bloodraven.watcher.status.StatusServer;
import io.bloodraven.watcher.status.WatcherMetrics;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/** A whole watcher: every part, wired. Runs until it is closed. */
final class WatcherProcess implements AutoCloseable {
  private final WatcherMetrics metrics = new WatcherMetrics();
  private final WatcherPeers peers;
  private final Watcher watcher;
  private final GroupInformers informers;
  private final StatusServer server;

  WatcherProcess(
      WatcherSettings settings,
      KubernetesClient client,
      GroupSignals signals,
      SiteAddresses addresses) {
    WatcherClock clock = WatcherClock.system();
    // one message and one write per group at a time, each bounded: nothing to pool or to await
    Executor tasks = task -> Thread.ofVirtual().start(task);
    LiveFeed live = new LiveFeed();
    peers = new WatcherPeers(client, settings.podNamespace(), settings.podName());
    watcher =
        new Watcher(
            new Surroundings(settings.newVantagePoint(), signals, tasks, clock, metrics),
            addresses,
            new GroupSecrets(client, tasks, clock::monotonicMillis),
            live,
            new StatusRefresh(
                client,
                settings.podName(),
                peers::present,
                tasks,
                clock::monotonicMillis,
                metrics));
    informers = new GroupInformers(client, settings.watchNamespace(), watcher);
    server =
        new StatusServer(
            settings.httpPort(), new Answers(watcher, informers, signals), live, metrics);
    watcher.start();
    informers.start();
  }

  int httpPort() {
    return server.port();
  }

  /** Stops what comes in, then what goes out. */
  @Override
  public void close() {
    server.close();
    informers.close();
    peers.close();
    watcher.close();
    metrics.close();
  }

  private record Answers(Watcher watcher, GroupInformers informers, GroupSignals signals)
      implements StatusServer.Groups {
    @Override
    public List<GroupStatus> all() {
      return watcher.all();
    }

    @Override
    public Optional<GroupStatus> one(String namespace, String group) {
      return watcher.one(new GroupRef(namespace, group));
    }

    @Override
    public boolean groupsSeen() {
      return informers.groupsSeen();
    }

    @Override
    public boolean allSeen() {
      return informers.allSeen();
    }

    @Override
    public boolean temporalAnswers() {
      return signals.reachable();
    }
  }
}
