package io.bloodraven.playground.nemesis;

import java.util.List;

/** Where the plans of a nemesis come from. */
public final class Plans {
  private final Draw draw;

  private interface Draw {
    Plan draw(long seed, int run);
  }

  private Plans(Draw draw) {
    this.draw = draw;
  }

  /** One to three of these faults, at random. */
  public static Plans random(List<Fault> faults) {
    return new Plans((seed, run) -> Plan.draw(seed, run, faults));
  }

  /**
   * One fault that makes a failover happen, and one or two that strike the control plane when the
   * failover gets to one of these moments.
   *
   * @param faults of both kinds; where none of a kind is named, all of it are meant
   * @param alone whether never two strike at once
   * @throws IllegalArgumentException for a fault of neither kind
   */
  public static Plans ambushes(List<Fault> faults, List<Moment> moments, boolean alone) {
    return new Plans(new Ambushes(faults, moments, alone)::draw);
  }

  Plan draw(long seed, int run) {
    return draw.draw(seed, run);
  }
}
