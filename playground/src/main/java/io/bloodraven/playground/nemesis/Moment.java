package io.bloodraven.playground.nemesis;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A point in the course of a failover, as the histories of its workflows show it. */
public enum Moment {
  /** The main fault has just struck, nothing has been decided. */
  BEFORE,
  ASSESS_BEGUN,
  ASSESS_DONE,
  /** Only of an old primary that could not say that it is dead. */
  FENCE_BEGUN,
  FENCE_DONE,
  PREPARE_BEGUN,
  PREPARE_DONE,
  PROMOTE_BEGUN,
  PROMOTE_DONE,
  ROUTE_BEGUN,
  /** The new primary has its label; DNS and taints are still to be done. */
  ROUTE_DONE,
  /** The old primary is being made a replica, by the group itself. */
  REPAIR_BEGUN,
  REPAIR_DONE;

  /** Whether it comes only when the old primary is back. */
  boolean needsOldPrimary() {
    return this == REPAIR_BEGUN || this == REPAIR_DONE;
  }

  /**
   * All moments of a step, or one of them: {@code promote} or {@code promote-done}.
   *
   * @throws IllegalArgumentException when there is none
   */
  static List<Moment> named(String name) {
    List<Moment> named =
        Arrays.stream(values())
            .filter(one -> one.label().equals(name) || one.step().equals(name))
            .toList();
    if (named.isEmpty()) {
      throw new IllegalArgumentException(
          "there is no step "
              + name
              + ": it is one of "
              + Arrays.stream(values())
                  .map(Moment::step)
                  .distinct()
                  .collect(Collectors.joining(", "))
              + ", with -begun or -done or without");
    }
    return named;
  }

  private String step() {
    return label().replaceFirst("-(begun|done)$", "");
  }

  private String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** For people: {@code promote done}. */
  @Override
  public String toString() {
    return label().replace('-', ' ');
  }
}
