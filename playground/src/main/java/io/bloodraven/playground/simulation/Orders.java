package io.bloodraven.playground.simulation;

import io.bloodraven.api.lease.Refusal;
import io.bloodraven.sidecar.lease.LeaseAction;
import io.bloodraven.sidecar.lease.LeaseEvent;
import org.jspecify.annotations.Nullable;

/** What a sidecar orders of its server: each is carried out some time after it was given. */
final class Orders {
  private final World world;
  private final Pod pod;
  private final Draw draw;
  private long last;
  private long carriedOut;
  private LeaseAction.@Nullable Open opening;

  Orders(World world, Pod pod, Draw draw) {
    this.world = world;
    this.pod = pod;
    this.draw = draw;
  }

  /** The last one that was carried out, 0 in a new life of the sidecar. */
  long carriedOut() {
    return carriedOut;
  }

  void take(LeaseAction.Open open) {
    last = open.order();
    opening = open;
    pod.later(draw.chance(0.2) ? draw.between(20, 400) : draw.between(1, 5), () -> open(open));
  }

  void take(LeaseAction.Close close) {
    last = close.order();
    double slowest = world.settings().timings().closeLead() / 2.0;
    pod.later(draw.chance(0.2) ? draw.between(1, slowest) : draw.between(1, 5), () -> close(close));
  }

  /** The sidecar dies; it may do so between the statement that opens and its answer. */
  void interrupt() {
    LeaseAction.Open underWay = opening;
    if (underWay != null
        && last == underWay.order()
        && pod.clock() < underWay.openUntil()
        && draw.chance(0.5)) {
      openServer(underWay);
    }
    last = 0;
    carriedOut = 0;
    opening = null;
  }

  private void open(LeaseAction.Open open) {
    if (last != open.order()) {
      return; // an order to close has overtaken it
    }
    opening = null;
    carriedOut = open.order();
    if (pod.server().isDown(world.now()) || pod.clock() >= open.openUntil()) {
      pod.hear(new LeaseEvent.OpenFailed(open.order(), Refusal.SERVER_UNAVAILABLE));
      return;
    }
    openServer(open);
    pod.hear(new LeaseEvent.Opened(open.order(), ""));
  }

  private void openServer(LeaseAction.Open open) {
    pod.server().open(open.epoch(), open.openUntil());
    world.referee().open(pod, open.epoch());
    world.ambushes().spring(Moment.OPENED, pod.site());
  }

  private void close(LeaseAction.Close close) {
    if (carriedOut > close.order()) {
      return; // the server died meanwhile and was opened again; orders never overtake each other so
    }
    pod.server().close();
    carriedOut = close.order();
    pod.hear(new LeaseEvent.Closed(close.order(), ""));
  }
}
