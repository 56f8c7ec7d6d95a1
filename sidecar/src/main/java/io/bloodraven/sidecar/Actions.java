package io.bloodraven.sidecar;

import io.bloodraven.api.lease.Refusal;
import io.bloodraven.sidecar.fence.ServerGate;
import io.bloodraven.sidecar.http.PeerClient;
import io.bloodraven.sidecar.kube.LeaseClient;
import io.bloodraven.sidecar.lease.LeaseAction;
import io.bloodraven.sidecar.lease.LeaseEvent;
import io.bloodraven.sidecar.store.EpochWriter;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands the lease's actions to the doors. While the disk does not take what must be on it, nothing
 * that depends on it is done; closing always is.
 */
final class Actions implements KeeperLoop.Actor {
  private final EpochWriter store;
  private final LeaseClient leases;
  private final PeerClient peers;
  private final ServerGate gate;
  private final Consumer<LeaseEvent> tell;
  private final Consumer<LeaseAction.Answer> answer;

  Actions(
      EpochWriter store,
      LeaseClient leases,
      PeerClient peers,
      ServerGate gate,
      Consumer<LeaseEvent> tell,
      Consumer<LeaseAction.Answer> answer) {
    this.store = store;
    this.leases = leases;
    this.peers = peers;
    this.gate = gate;
    this.tell = tell;
    this.answer = answer;
  }

  @Override
  public @Nullable LeaseEvent apply(LeaseAction action) {
    if (action instanceof LeaseAction.Close close) {
      gate.close(close.order(), close.reason());
      return null;
    }
    boolean saved =
        action instanceof LeaseAction.Persist persist
            ? store.save(persist.state())
            : store.isSaved();
    if (!saved) {
      return action instanceof LeaseAction.Open open
          ? new LeaseEvent.OpenFailed(open.order(), Refusal.SERVER_UNAVAILABLE)
          : null;
    }
    carryOut(action);
    return null;
  }

  private void carryOut(LeaseAction action) {
    switch (action) {
      case LeaseAction.Close _, LeaseAction.Persist _ -> {}
      case LeaseAction.ReadLease _ -> leases.read();
      case LeaseAction.WriteLease write -> leases.write(write.write(), write.lease());
      case LeaseAction.AskVouch ask ->
          ask.sites()
              .forEach(site ->
                  peers.vouch(
                      site,
                      ask.request(),
                      (who, reply) ->
                          tell.accept(new LeaseEvent.VouchAnswered(ask.round(), who, reply))));
      case LeaseAction.Open open -> gate.open(open.order(), open.epoch(), open.openUntil());
      case LeaseAction.Extend extend -> gate.extend(extend.openUntil());
      case LeaseAction.Answer reply -> answer.accept(reply);
    }
  }
}
