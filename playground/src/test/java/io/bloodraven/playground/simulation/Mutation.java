package io.bloodraven.playground.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A deliberate mistake in production's source text.
 *
 * @param within the simulation finds it within so many schedules
 * @param coveredBy name of the mistake that must be made as well before anything goes wrong, or
 *     {@link #HARMLESS}; empty when it is found by itself
 */
record Mutation(String name, int within, String coveredBy, List<Edit> edits) {
  /**
   * A change of one file.
   *
   * @param file under the source folders of the modules, without its ending
   * @param from occurs in the file exactly once
   */
  record Edit(String file, String from, String to) {}

  static final String HARMLESS = "harmless";

  Mutation {
    edits = List.copyOf(edits);
  }

  static Mutation found(String name, int within, Edit... edits) {
    return new Mutation(name, within, "", List.of(edits));
  }

  /** Harmless by argument: never found, and no pair shows why. */
  static Mutation harmless(String name, int within, Edit... edits) {
    return new Mutation(name, within, HARMLESS, List.of(edits));
  }

  static Mutation covered(String name, String coveredBy, int within, Edit... edits) {
    return new Mutation(name, within, coveredBy, List.of(edits));
  }

  /** Both mistakes at once. */
  Mutation and(Mutation other) {
    List<Edit> both = new ArrayList<>(edits);
    both.addAll(other.edits);
    return new Mutation(name + " + " + other.name, within, "", both);
  }

  static Edit lease(String file, String from, String to) {
    return new Edit("sidecar/src/main/java/io/bloodraven/sidecar/lease/" + file, from, to);
  }

  @Override
  public String toString() {
    return name;
  }

  static List<Mutation> list(Mutation... mutations) {
    return Arrays.asList(mutations);
  }
}
