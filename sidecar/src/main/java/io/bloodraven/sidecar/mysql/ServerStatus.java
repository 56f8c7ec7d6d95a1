package io.bloodraven.sidecar.mysql;

import io.bloodraven.api.health.Replication;
import io.bloodraven.api.health.ServerState;
import org.jspecify.annotations.Nullable;

/**
 * The local server as it was last seen.
 *
 * @param writable whether it is open to clients; false unless it answered
 * @param order last order for the gate that was carried out before the look began
 * @param gtidExecuted the last known one
 * @param gtidReceived executed and received together, the last known
 */
public record ServerStatus(
    ServerState state,
    boolean writable,
    long order,
    String gtidExecuted,
    String gtidReceived,
    @Nullable Replication replication) {
  /** Before anything was seen. */
  public static final ServerStatus UNSEEN =
      new ServerStatus(ServerState.STARTING, false, 0, "", "", null);

  ServerStatus in(ServerState state) {
    return new ServerStatus(state, false, order, gtidExecuted, gtidReceived, null);
  }

  /** It answers, and takes no write. */
  ServerStatus stalled() {
    return new ServerStatus(
        ServerState.STALLED, writable, order, gtidExecuted, gtidReceived, replication);
  }

  /** Whether receiver and applier run. */
  public boolean isReplicating() {
    Replication channel = replication;
    return channel != null && channel.receiver().equals("ON") && channel.applierRunning();
  }
}
