package io.bloodraven.playground.simulation;

/** What machines and networks do to those who rely on them. */
final class Faults {
  private final World world;

  Faults(World world) {
    this.world = world;
  }

  /** A time in the order of a lease, or of several. */
  double aWhile(Draw draw) {
    return world.settings().timings().lease() * draw.of(0.1, 0.5, 1.2, 2.0, 4.0);
  }

  void isolate(Draw draw, Site site) {
    double lasts = aWhile(draw);
    for (int node = 0; node < world.network().nodes(); node++) {
      if (node != site.node() && draw.chance(0.8)) {
        world.network().cut(site.node(), node, lasts);
        if (draw.chance(0.8)) {
          world.network().cut(node, site.node(), lasts);
        }
      }
    }
    world.trace(site.name(), "isolated for " + Math.round(lasts));
  }

  void cutAnyLink(Draw draw) {
    int nodes = world.network().nodes();
    world.network().cut(draw.below(nodes), draw.below(nodes), aWhile(draw));
  }

  void apiOutage(double lasts) {
    world.trace("api", "out for " + Math.round(lasts));
    world.sites().forEach(site -> cutFromApi(site, lasts));
  }

  void cutFromApi(Site site, double lasts) {
    world.network().cutBoth(site.node(), world.apiNode(), lasts);
  }

  /** The API can be asked again by that site. */
  void seesApi(Site site) {
    world.network().heal(site.node(), world.apiNode());
  }

  void healAll() {
    world.trace("network", "healed");
    world.network().healAll();
  }

  /** Sites hear each other again; whether they reach the API is another matter. */
  void healSites() {
    world.trace("network", "healed between sites");
    for (Site one : world.sites()) {
      for (Site other : world.sites()) {
        world.network().heal(one.node(), other.node());
      }
      world.network().heal(one.node(), world.workerNode());
    }
  }

  /** Whatever makes a site forget something. */
  void forget(Draw draw, Site site) {
    double away = draw.of(50.0, 200.0, draw.between(200, 4_000));
    switch (draw.below(5)) {
      case 0, 1 -> site.pod().restartSidecar(away);
      case 2 -> site.replacePod(away);
      case 3 -> site.loseVolume(away);
      default -> {
        site.pod().killServer(away);
        site.pod().restartSidecar(away);
      }
    }
  }

  void stepClock(Draw draw, Site site) {
    site.pod().stepWallClock(draw.of(-30_000L, 2_000L, 60_000L));
  }
}
