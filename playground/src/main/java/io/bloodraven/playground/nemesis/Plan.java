package io.bloodraven.playground.nemesis;

import io.bloodraven.playground.nemesis.Strike.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is done in one run: some strikes, then all of it is healed. Pure: a seed, a run's number and
 * a list of faults give the same plan everywhere.
 *
 * @param lasts from the last strike until the healing
 */
record Plan(List<Strike> strikes, Duration lasts) {
  private static final int SHORTEST_MILLIS = 2_000;
  private static final int LONGEST_MILLIS = 11_000;
  private static final int LONGEST_PAUSE_MILLIS = 3_000;

  Plan {
    strikes = List.copyOf(strikes);
  }

  /**
   * Draws the plan of a run: one to three strikes. Each fault is the first of a plan equally often.
   */
  static Plan draw(long seed, int run, List<Fault> faults) {
    SplittableRandom random = new SplittableRandom(seed * 1_000_003 + run);
    List<Strike> strikes = new ArrayList<>();
    strikes.add(strike(first(seed, run, faults), Duration.ZERO, random));
    int more = count(random) - 1;
    for (int i = 0; i < more; i++) {
      Duration after =
          random.nextInt(3) == 0
              ? Duration.ZERO
              : Duration.ofMillis(random.nextInt(LONGEST_PAUSE_MILLIS));
      strikes.add(strike(faults.get(random.nextInt(faults.size())), after, random));
    }
    return new Plan(strikes, lasting(random));
  }

  static Duration lasting(SplittableRandom random) {
    return Duration.ofMillis(random.nextInt(SHORTEST_MILLIS, LONGEST_MILLIS));
  }

  /** How much longer than usual it may take until the group has settled. */
  Duration aftermath() {
    return strikes.stream()
        .map(strike -> strike.fault().aftermath())
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  /** The moment of its ambush, if it is one. */
  Optional<Moment> moment() {
    return strikes.stream()
        .flatMap(
            one -> one.trigger() instanceof Trigger.At(Moment at) ? Stream.of(at) : Stream.empty())
        .findFirst();
  }

  /** The faults in turn, each round of them shuffled anew. */
  private static Fault first(long seed, int run, List<Fault> faults) {
    int round = (run - 1) / faults.size();
    return shuffled(seed, round, faults).get((run - 1) % faults.size());
  }

  /** Always the same for the same seed and round. */
  static <T> List<T> shuffled(long seed, int round, List<T> all) {
    List<T> shuffled = new ArrayList<>(all);
    SplittableRandom random = new SplittableRandom(seed ^ (0x9E3779B97F4A7C15L * (round + 1)));
    for (int i = shuffled.size() - 1; i > 0; i--) {
      Collections.swap(shuffled, i, random.nextInt(i + 1));
    }
    return shuffled;
  }

  /** One in half of the plans, two in a third, three in a sixth. */
  private static int count(SplittableRandom random) {
    int die = random.nextInt(6);
    return die < 3 ? 1 : die < 5 ? 2 : 3;
  }

  private static Strike strike(Fault fault, Duration after, SplittableRandom random) {
    if (fault.strikesLinks()) {
      return new Strike(fault, Place.EVERYWHERE, Link.draw(random), new Trigger.After(after));
    }
    Place place =
        !fault.strikesSite()
            ? Place.EVERYWHERE
            : random.nextInt(3) < 2 ? Place.ACTIVE : Place.STANDBY;
    return new Strike(fault, place, new Trigger.After(after));
  }

  @Override
  public String toString() {
    return strikes.stream().map(Strike::toString).collect(Collectors.joining(", "))
        + ", healed after "
        + lasts.toMillis()
        + "ms";
  }
}
