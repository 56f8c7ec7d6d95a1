package io.bloodraven.sidecar;

import io.bloodraven.api.lease.Refusal;
import io.bloodraven.sidecar.fence.ServerGate;
import io.bloodraven.sidecar.http.PeerClient;
import io.bloodraven.sidecar.kube.LeaseClient;
import io.bloodraven.sidecar.lease.LeaseAction;
import io.bloodraven.sidecar.lease.LeaseEvent;
import io.bloodraven.sidecar.lease.StoredState;
import io.bloodraven.sidecar.store.EpochStore;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands the lease's actions to the doors. While the disk does not take what must be on it, nothing
 * that depends on it is done; closing always is.
 */
final class Actions implements KeeperLoop.Actor {
  private final EpochStore store;
  private final LeaseClient leases;
  private final PeerClient peers;
  private final ServerGate gate;
  private final Consumer<LeaseEvent> tell;
  private final Consumer<LeaseAction.Answer> answer;
  private final SidecarLog log;
  private @Nullable StoredState unsaved;

  Actions(
      EpochStore store,
      LeaseClient leases,
      PeerClient peers,
      ServerGate gate,
      Consumer<LeaseEvent> tell,
      Consumer<LeaseAction.Answer> answer,
      SidecarLog log) {
    this.store = store;
    this.leases = leases;
    this.peers = peers;
    this.gate = gate;
    this.tell = tell;
    this.answer = answer;
    this.log = log;
  }

  @Override
  public @Nullable LeaseEvent apply(LeaseAction action) {
    if (action instanceof LeaseAction.Close close) {
      gate.close(close.order(), close.reason());
      return null;
    }
    if (action instanceof LeaseAction.Persist persist) {
      unsaved = persist.state();
    }
    if (!saved()) {
      return action instanceof LeaseAction.Open open
          ? new LeaseEvent.OpenFailed(open.order(), Refusal.SERVER_UNAVAILABLE)
          : null;
    }
    carryOut(action);
    return null;
  }

  private boolean saved() {
    StoredState state = unsaved;
    if (state == null) {
      return true;
    }
    try {
      store.save(state);
      unsaved = null;
      return true;
    } catch (IOException e) {
      log.warn("the epoch store does not take a write; nothing is promised", "error", e);
      return false;
    }
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
