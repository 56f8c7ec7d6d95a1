package io.bloodraven.playground.nemesis;

import java.util.List;
import java.util.Locale;

/**
 * One fault of a plan.
 *
 * @param place where
 * @param links which of them, for a fault that strikes links; empty for others
 * @param trigger when
 */
record Strike(Fault fault, Place place, List<Link> links, Trigger trigger) {
  Strike {
    links = List.copyOf(links);
  }

  /** A fault of a place. */
  Strike(Fault fault, Place place, Trigger trigger) {
    this(fault, place, List.of(), trigger);
  }

  /** Sites by what they are when the plan begins: the same plan fits whoever is active then. */
  enum Place {
    ACTIVE,
    STANDBY,
    EVERYWHERE,
    /** Where the worker is that carries out the step whose moment has come. */
    CARRIER,
    /** Where another worker is. */
    BYSTANDER
  }

  @Override
  public String toString() {
    return trigger.toString() + label();
  }

  /** What is struck, whenever. */
  String label() {
    return switch (place) {
      case ACTIVE -> fault + " active";
      case STANDBY -> fault + " standby";
      case CARRIER -> fault + " that carries it out";
      case BYSTANDER -> fault + " that does not";
      case EVERYWHERE -> links.isEmpty() ? fault.toString() : fault + " " + linkNames();
    };
  }

  private String linkNames() {
    return Link.names(links, site -> site.name().toLowerCase(Locale.ROOT));
  }
}
