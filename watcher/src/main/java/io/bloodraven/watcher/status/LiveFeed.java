package io.bloodraven.watcher.status;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Tells WebSocket clients what changes: a change of state or role at once, the moving figures (GTID
 * sets, lag) at most once a second, and nothing while nothing changes.
 */
public final class LiveFeed {
  static final int MAX_CLIENTS = 200;
  private static final long FIGURES_MILLIS = 1000;

  private record Told(GroupStatus status, long at) {}

  private final Set<LiveClient> clients = ConcurrentHashMap.newKeySet();
  private final Map<String, Told> told = new ConcurrentHashMap<>();

  /**
   * Adds a client and tells it how every group is now.
   *
   * @return false when there are too many already
   */
  synchronized boolean join(LiveClient client, List<GroupStatus> now) {
    if (clients.size() >= MAX_CLIENTS) {
      return false;
    }
    clients.add(client);
    now.forEach(status -> offer(client, StatusJson.text(status)));
    return true;
  }

  void leave(LiveClient client) {
    clients.remove(client);
  }

  /**
   * A group is seen so.
   *
   * @param now monotonic milliseconds
   */
  public synchronized void seen(GroupStatus status, long now) {
    String key = status.namespace() + "/" + status.group();
    if (!worthTelling(told.get(key), status, now)) {
      return;
    }
    told.put(key, new Told(status, now));
    if (!clients.isEmpty()) {
      String message = StatusJson.text(status);
      clients.forEach(client -> offer(client, message));
    }
  }

  /** A group is gone. */
  public void forget(String namespace, String group) {
    told.remove(namespace + "/" + group);
  }

  private static boolean worthTelling(@Nullable Told last, GroupStatus status, long now) {
    if (last == null) {
      return true;
    }
    GroupStatus before = last.status();
    boolean turned =
        !before.states().equals(status.states())
            || !before.activeSite().equals(status.activeSite())
            || before.epoch() != status.epoch()
            || !before.alert().equals(status.alert());
    return turned
        || (now - last.at() >= FIGURES_MILLIS && !before.timeless().equals(status.timeless()));
  }

  private void offer(LiveClient client, String message) {
    if (!client.offer(message)) {
      clients.remove(client);
    }
  }
}
