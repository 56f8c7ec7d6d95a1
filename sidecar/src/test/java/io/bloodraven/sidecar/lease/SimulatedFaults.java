package io.bloodraven.sidecar.lease;

import java.util.ArrayList;
import java.util.List;

/** Whatever may happen to machines and networks, at random. */
final class SimulatedFaults {
  private final SimulatedWorld world;

  SimulatedFaults(SimulatedWorld world) {
    this.world = world;
  }

  void strike() {
    double kind = world.random.nextDouble();
    SimulatedSite site = world.anySite();
    if (kind < 0.35) {
      isolate(site);
    } else if (kind < 0.5) {
      double lasts = world.uniform(1_000, 20_000);
      nodes().forEach(node -> cutBoth("api", node, lasts, lasts));
    } else if (kind < 0.65) {
      double away = world.uniform(200, 4_000);
      switch (world.random.nextInt(4)) {
        case 0 -> site.loseVolume(away);
        case 1 -> site.replacePod(away);
        default -> site.restartSidecar(away);
      }
    } else if (kind < 0.8) {
      site.freeze(world.uniform(500, 15_000));
    } else if (kind < 0.88) {
      site.killServer(world.uniform(500, 5_000));
    } else if (kind < 0.97) {
      List<String> nodes = nodes();
      world.cut(
          nodes.get(world.random.nextInt(nodes.size())),
          nodes.get(world.random.nextInt(nodes.size())),
          world.uniform(1_000, 20_000));
    } else {
      site.stepWallClock(world.pick(-30_000L, 2_000L, 60_000L));
    }
    world.in(world.uniform(500, 7_000), this::strike);
  }

  private void isolate(SimulatedSite site) {
    double lasts = world.uniform(1_000, 25_000);
    for (String node : nodes()) {
      if (!node.equals(site.name) && world.chance(0.8)) {
        cutBoth(site.name, node, lasts, world.chance(0.8) ? lasts : 0);
      }
    }
  }

  private void cutBoth(String one, String other, double there, double back) {
    world.cut(one, other, there);
    world.cut(other, one, back);
  }

  private List<String> nodes() {
    List<String> nodes = new ArrayList<>(world.sites.stream().map(site -> site.name).toList());
    nodes.add("api");
    nodes.add("worker");
    return nodes;
  }
}
