package io.bloodraven.playground.nemesis;

import io.bloodraven.playground.nemesis.Strike.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * What is done in one run: one to three strikes, then all of it is healed. Pure: a seed, a run's
 * number and a list of faults give the same plan everywhere.
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

  /** Draws the plan of a run. Each fault is the first of a plan equally often. */
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
    return new Plan(strikes, Duration.ofMillis(random.nextInt(SHORTEST_MILLIS, LONGEST_MILLIS)));
  }

  /** The faults in turn, each round of them shuffled anew. */
  private static Fault first(long seed, int run, List<Fault> faults) {
    int round = (run - 1) / faults.size();
    List<Fault> shuffled = new ArrayList<>(faults);
    SplittableRandom random = new SplittableRandom(seed ^ (0x9E3779B97F4A7C15L * (round + 1)));
    for (int i = shuffled.size() - 1; i > 0; i--) {
      Fault other = shuffled.get(random.nextInt(i + 1));
      shuffled.set(shuffled.indexOf(other), shuffled.get(i));
      shuffled.set(i, other);
    }
    return shuffled.get((run - 1) % faults.size());
  }

  /** One in half of the plans, two in a third, three in a sixth. */
  private static int count(SplittableRandom random) {
    int die = random.nextInt(6);
    return die < 3 ? 1 : die < 5 ? 2 : 3;
  }

  private static Strike strike(Fault fault, Duration after, SplittableRandom random) {
    Place place =
        !fault.strikesSite()
            ? Place.EVERYWHERE
            : random.nextInt(3) < 2 ? Place.ACTIVE : Place.STANDBY;
    return new Strike(fault, place, after);
  }

  @Override
  public String toString() {
    return strikes.stream().map(Strike::toString).collect(Collectors.joining(", "))
        + ", healed after "
        + lasts.toMillis()
        + "ms";
  }
}
