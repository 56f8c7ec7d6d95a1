package io.bloodraven.playground.simulation;

import io.bloodraven.api.health.Heartbeat;
import io.bloodraven.sidecar.lease.LeaseEvent;
import io.bloodraven.sidecar.lease.StoredState;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** A site: the address at which one pod after the other is reached. */
final class Site {
  private final World world;
  private final String name;
  private final int node;
  private int pods;
  private int volumes;
  private Pod pod;

  Site(World world, String name, int node) {
    this.world = world;
    this.name = name;
    this.node = node;
    pod = new Pod(world, this, ++pods, null);
  }

  String name() {
    return name;
  }

  /** How many volumes it has had: with one goes all that was known on it. */
  int volumes() {
    return volumes;
  }

  /** Its place in the network. */
  int node() {
    return node;
  }

  Pod pod() {
    return pod;
  }

  /** A question from one pod to whatever pod this site has when it arrives. */
  void ask(Pod from, LongFunction<LeaseEvent> question, Consumer<Record> answer) {
    if (!from.isCutOff()) {
      ask(
          from.site().node,
          question,
          reply -> {
            if (!from.isCutOff()) {
              answer.accept(reply);
            }
          });
    }
  }

  /** A question as over HTTP: the answer travels back through the network. */
  void ask(int from, LongFunction<LeaseEvent> question, Consumer<Record> answer) {
    world
        .network()
        .send(
            from,
            node,
            () -> {
              Pod asked = pod;
              asked.asked(
                  question,
                  reply -> {
                    if (!asked.isCutOff()) {
                      world.network().send(node, from, () -> answer.accept(reply));
                    }
                  });
            });
  }

  /** How is it, over HTTP. */
  void status(int from, Consumer<Heartbeat> answer) {
    world
        .network()
        .send(
            from,
            node,
            () -> {
              Pod asked = pod;
              asked.status(
                  heartbeat -> world.network().send(node, from, () -> answer.accept(heartbeat)));
            });
  }

  /** How is another site, asked through the sidecar of this one. */
  void relayStatus(int from, Site other, Consumer<Heartbeat> answer) {
    world
        .network()
        .send(
            from,
            node,
            () ->
                pod.whenAwake(() ->
                    other.status(
                        node,
                        heartbeat ->
                            world.network().send(node, from, () -> answer.accept(heartbeat)))));
  }

  /** Another pod on the same volume. */
  void replacePod(double away) {
    world.count(Happening.POD_REPLACED);
    StoredState disk = pod.disk();
    pod.vanish();
    succeed(disk, away);
  }

  /** Another pod, and the volume is lost. */
  void loseVolume(double away) {
    if (world.api().lies()) {
      replacePod(away);
      return;
    }
    world.count(Happening.VOLUME_LOST);
    pod.vanish();
    succeed(null, away);
  }

  /** The pod is deleted by force while its node is cut off: two pods of this site run. */
  void abandonPod(double away) {
    if (world.api().lies()) {
      return;
    }
    pod.abandon();
    succeed(null, away);
  }

  private void succeed(@Nullable StoredState disk, double away) {
    pod = new Pod(world, this, ++pods, disk);
    if (disk == null) {
      volumes++;
    }
    world.trace(pod.uid(), disk == null ? "starts with a new volume" : "starts");
    pod.freeze(away);
    pod.turn();
  }
}
