package io.bloodraven.workflows.decision;

import java.util.List;
import java.util.Optional;

/**
 * Which candidate is promoted: the one whose received set contains all others', for nothing that a
 * reachable site received may be lost; among equals the most wanted.
 */
public sealed interface CandidateChoice {
  /**
   * One of them lacks nothing.
   *
   * @param ranked that one first, then those that have just as much
   */
  record Ranked(List<Candidate> ranked) implements CandidateChoice {
    public Ranked {
      ranked = List.copyOf(ranked);
    }

    /** The one to promote. */
    public Candidate best() {
      return ranked.getFirst();
    }
  }

  /**
   * Each lacks something that another has: only a person can say what may be lost.
   *
   * @param ranked by how much each has, most first
   */
  record Torn(List<Candidate> ranked) implements CandidateChoice {
    public Torn {
      ranked = List.copyOf(ranked);
    }
  }

  /** There is no candidate. */
  record Nobody() implements CandidateChoice {}

  /**
   * Chooses.
   *
   * @param candidates those that can be reached now, most wanted first
   */
  static CandidateChoice among(List<Candidate> candidates) {
    if (candidates.isEmpty()) {
      return new Nobody();
    }
    boolean anySeeded = candidates.stream().anyMatch(candidate -> !candidate.neverSeeded());
    List<Candidate> eligible =
        candidates.stream().filter(candidate -> !anySeeded || !candidate.neverSeeded()).toList();
    Optional<Candidate> best =
        eligible.stream()
            .filter(one -> eligible.stream().allMatch(other -> hasAllOf(one, other)))
            .findFirst();
    if (best.isEmpty()) {
      return new Torn(
          eligible.stream()
              .sorted((a, b) -> Long.compare(b.received().count(), a.received().count()))
              .toList());
    }
    return new Ranked(
        eligible.stream().filter(candidate -> hasAllOf(candidate, best.get())).toList());
  }

  private static boolean hasAllOf(Candidate one, Candidate other) {
    return one.received().contains(other.received());
  }
}
