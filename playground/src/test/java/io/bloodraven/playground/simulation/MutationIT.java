package io.bloodraven.playground.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloodraven.playground.e2e.AfterSetup;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Measures the simulation: it must find every mistake that can do harm. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(value = "processors", mode = ResourceAccessMode.READ)
@ExtendWith(AfterSetup.class)
class MutationIT {
  private static final long NEVER = -1;

  static Stream<Mutation> foundByThemselves() {
    return Mutations.ALL.stream().filter(mutation -> mutation.coveredBy().isEmpty());
  }

  static Stream<Mutation> covered() {
    return Mutations.ALL.stream()
        .filter(mutation -> !mutation.coveredBy().isEmpty())
        .filter(mutation -> !mutation.coveredBy().equals(Mutation.HARMLESS));
  }

  static Stream<Mutation> harmless() {
    return Mutations.ALL.stream()
        .filter(mutation -> mutation.coveredBy().equals(Mutation.HARMLESS));
  }

  @ParameterizedTest
  @MethodSource
  void foundByThemselves(Mutation mutation) {
    long schedules = schedulesUntilFound(mutation, mutation.within());
    System.out.printf("found in schedule %d: %s%n", schedules, mutation);
    assertThat(schedules).isNotEqualTo(NEVER);
  }

  /** One rule makes up for the other: only without both something goes wrong. */
  @ParameterizedTest
  @MethodSource
  void covered(Mutation mutation) {
    Mutation other = named(mutation.coveredBy());
    assertThat(schedulesUntilFound(mutation, mutation.within())).isEqualTo(NEVER);
    assertThat(other.coveredBy()).as("the other's turn comes, too").isEqualTo(mutation.name());
    long schedules = schedulesUntilFound(mutation.and(other), mutation.within());
    System.out.printf("found in schedule %d: %s with %s%n", schedules, mutation, other);
    assertThat(schedules).isNotEqualTo(NEVER);
  }

  /** Should the simulation find one of these after all, its reason is wrong. */
  @ParameterizedTest
  @MethodSource
  void harmless(Mutation mutation) {
    assertThat(schedulesUntilFound(mutation, mutation.within())).isEqualTo(NEVER);
  }

  @Test
  void withoutAMistakeNothingIsFound() {
    Mutation none = new Mutation("none", 500, "", List.of());
    assertThat(schedulesUntilFound(none, none.within())).isEqualTo(NEVER);
  }

  private static long schedulesUntilFound(Mutation mutation, int atMost) {
    LongFunction<String> simulation = MutatedClasses.simulation(mutation);
    for (long seed = 1; seed <= atMost; seed++) {
      if (!simulation.apply(seed).isEmpty()) {
        return seed;
      }
    }
    return NEVER;
  }

  private static Mutation named(String name) {
    return Mutations.ALL.stream()
        .filter(mutation -> mutation.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
