package io.bloodraven.playground.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Faults that wait for their moment; each strikes once. */
final class Ambushes {
  private record Ambush(Moment moment, double until, Consumer<Site> fault) {}

  private final World world;
  private final List<Ambush> laid = new ArrayList<>();

  Ambushes(World world) {
    this.world = world;
  }

  /** Strikes at the next such moment, if it comes within that time. */
  void lay(Moment moment, double within, Consumer<Site> fault) {
    laid.add(new Ambush(moment, world.now() + within, fault));
  }

  void spring(Moment moment, Site site) {
    if (laid.isEmpty()) {
      return;
    }
    for (Ambush ambush : List.copyOf(laid)) {
      if (ambush.moment == moment) {
        laid.remove(ambush);
        if (world.now() <= ambush.until) {
          world.count(Happening.SPRUNG);
          world.trace(site.name(), "ambushed at " + moment);
          ambush.fault.accept(site);
        }
      }
    }
  }
}
