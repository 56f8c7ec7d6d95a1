package io.bloodraven.watcher.tracking;

import io.bloodraven.api.health.Replication;
import org.jspecify.annotations.Nullable;

/**
 * Whether a replica is too far behind. Once it is, it has to catch up to half of the limit: one
 * that hovers around it must not be told of again and again.
 */
final class LagDebounce {
  private long limitSeconds;
  private boolean lagging;

  LagDebounce(long limitSeconds) {
    configure(limitSeconds);
  }

  void configure(long limit) {
    limitSeconds = limit;
  }

  /**
   * @param replication null for a server that is no replica, and so behind nobody
   */
  void record(@Nullable Replication replication) {
    if (replication == null) {
      lagging = false;
    } else if (replication.dataAgeSeconds() < 0) {
      lagging = true;
    } else {
      lagging = replication.dataAgeSeconds() > (lagging ? limitSeconds / 2 : limitSeconds);
    }
  }

  boolean lagging() {
    return lagging;
  }
}
