package io.bloodraven.api.health;

import static java.util.Objects.requireNonNullElse;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a sidecar says of itself and the mysqld beside it: one line of its heartbeat stream, and the
 * answer to {@code GET /status}.
 *
 * @param bootId new at each start of the sidecar
 * @param sequence counts up within one boot
 * @param writable whether clients can write now ({@code read_only=OFF} was set by this sidecar)
 * @param gtidExecuted gtid_executed, the last known one when the server does not answer
 * @param gtidReceived executed and received-but-unapplied together
 * @param replication null when no source is configured or the server does not answer
 * @param armedSwitches dead-man's switches in force: {@link #MYSQL_EVENT}, {@link #NETWORK_GUARD}
 * @param troubles what the sidecar itself is missing, a line each; empty when all is well
 */
public record Heartbeat(
    String namespace,
    String group,
    String site,
    String podUid,
    String bootId,
    long sequence,
    ServerState server,
    boolean writable,
    LeaseView lease,
    String gtidExecuted,
    String gtidReceived,
    @Nullable Replication replication,
    List<String> armedSwitches,
    List<String> troubles) {
  /** The event that closes the server. */
  public static final String MYSQL_EVENT = "mysql-event";

  /** The rules that shut clients out. */
  public static final String NETWORK_GUARD = "network-guard";

  public Heartbeat {
    armedSwitches = List.copyOf(armedSwitches);
    // sidecars of earlier releases do not say
    troubles = List.copyOf(requireNonNullElse(troubles, List.of()));
  }
}
