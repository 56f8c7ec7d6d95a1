package io.bloodraven.playground.nemesis;

import io.bloodraven.playground.nemesis.Strike.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Plans in which one or two parts of the control plane are lost at a chosen moment of a failover.
 * Pure.
 *
 * <p>The moments come in turn. In every second round of them one part is struck, in the other
 * rounds two at once (or never two at once), so that in the end each moment has met every part and
 * every pair of parts equally often, and each fault that makes a failover happen as well.
 */
final class Ambushes {
  /** They make the group fail over, each in a way of its own. */
  static final List<Fault> MAIN =
      List.of(Fault.KILL_MYSQLD, Fault.ISOLATE, Fault.FREEZE, Fault.KILL_SITE);

  /** They take a part of the control plane away. */
  static final List<Fault> CONTROL_PLANE =
      List.of(
          Fault.KILL_WORKER,
          Fault.FREEZE_WORKER,
          Fault.KILL_WATCHER,
          Fault.FREEZE_WATCHER,
          Fault.STOP_TEMPORAL,
          Fault.FREEZE_TEMPORAL,
          Fault.STOP_API,
          Fault.FREEZE_API);

  private static final Trigger TOGETHER = new Trigger.After(Duration.ZERO);

  private final List<Fault> mains;
  private final List<Moment> moments;
  private final List<List<Blow>> singles;
  private final List<List<Blow>> pairs;

  /**
   * What to draw from.
   *
   * @param faults of both kinds; where none of a kind is named, all of it are meant
   * @param alone whether one part is struck in each run, never two
   * @throws IllegalArgumentException for a fault of neither kind
   */
  Ambushes(List<Fault> faults, List<Moment> moments, boolean alone) {
    faults.stream()
        .filter(fault -> !MAIN.contains(fault) && !CONTROL_PLANE.contains(fault))
        .findFirst()
        .ifPresent(fault -> {
          throw new IllegalArgumentException(
              "%s is no fault for an ambush: they are %s and %s"
                  .formatted(fault, MAIN, CONTROL_PLANE));
        });
    this.mains = namedOrAll(faults, MAIN);
    this.moments = List.copyOf(moments);
    List<Blow> blows = namedOrAll(faults, CONTROL_PLANE).stream().flatMap(Ambushes::blows).toList();
    this.singles = blows.stream().map(List::of).toList();
    this.pairs = alone ? List.of() : pairs(blows);
  }

  /** Draws the plan of a run. */
  Plan draw(long seed, int run) {
    int round = (run - 1) / moments.size();
    int place = (run - 1) % moments.size();
    Moment moment = Plan.shuffled(seed, 0, moments).get(place);
    List<List<Blow>> choice = round % 2 == 0 || pairs.isEmpty() ? singles : pairs;
    int turn = pairs.isEmpty() ? round : round / 2;
    List<Blow> blows = Plan.shuffled(seed, 1, choice).get(cell(turn, place, choice.size()));
    // one step further after each full circle, or a blow would always meet the same main fault
    Fault main = main(moment, blows, turn + turn / choice.size() + place);
    List<Strike> strikes = new ArrayList<>();
    strikes.add(new Strike(main, Place.ACTIVE, TOGETHER));
    for (Blow blow : blows) {
      Trigger trigger = strikes.size() == 1 ? new Trigger.At(moment) : TOGETHER;
      strikes.add(new Strike(blow.fault, blow.place, trigger));
    }
    return new Plan(strikes, Plan.lasting(new SplittableRandom(seed * 1_000_003 + run)));
  }

  /**
   * Which of {@code count} comes in that turn at that place. In {@code count} turns each place
   * meets each of them once, and meanwhile all of them are used equally often.
   */
  private int cell(int turn, int place, int count) {
    return (turn + place * Math.max(1, count / moments.size())) % count;
  }

  private Fault main(Moment moment, List<Blow> blows, int turn) {
    List<Fault> fit = fitting(mains, moment, blows);
    // rather another fault than a moment that never comes
    List<Fault> chosen = fit.isEmpty() ? fitting(MAIN, moment, blows) : fit;
    return chosen.get(turn % chosen.size());
  }

  private static List<Fault> fitting(List<Fault> mains, Moment moment, List<Blow> blows) {
    return mains.stream()
        .filter(main ->
            switch (main) {
              // who is asked and says that it is dead is fenced by that, not by a step of its own
              case KILL_MYSQLD -> moment != Moment.FENCE_BEGUN && moment != Moment.FENCE_DONE;
              // what went with the site cannot be struck
              case KILL_SITE ->
                  moment.needsOldPrimary() || blows.stream().noneMatch(Blow::isAtActiveSite);
              default -> true;
            })
        .toList();
  }

  private static List<Fault> namedOrAll(List<Fault> named, List<Fault> all) {
    List<Fault> some = named.stream().filter(all::contains).distinct().toList();
    return some.isEmpty() ? all : some;
  }

  private record Blow(Fault fault, Place place) {
    /** Whether both strike the same process: two at once are no more than one. */
    private boolean meetsTheSame(Blow other) {
      return place == other.place && part().equals(other.part());
    }

    /** When the active site is silent, a worker elsewhere carries out what is to be done. */
    private boolean isAtActiveSite() {
      return place == Place.ACTIVE || place == Place.BYSTANDER;
    }

    private String part() {
      return fault.name().substring(fault.name().indexOf('_'));
    }
  }

  private static Stream<Blow> blows(Fault fault) {
    Stream<Place> places =
        switch (fault) {
          case KILL_WORKER, FREEZE_WORKER -> Stream.of(Place.CARRIER, Place.BYSTANDER);
          case KILL_WATCHER, FREEZE_WATCHER -> Stream.of(Place.ACTIVE, Place.STANDBY);
          default -> Stream.of(Place.EVERYWHERE);
        };
    return places.map(place -> new Blow(fault, place));
  }

  private static List<List<Blow>> pairs(List<Blow> blows) {
    List<List<Blow>> pairs = new ArrayList<>();
    for (int i = 0; i < blows.size(); i++) {
      for (Blow second : blows.subList(i + 1, blows.size())) {
        if (!blows.get(i).meetsTheSame(second)) {
          pairs.add(List.of(blows.get(i), second));
        }
      }
    }
    return pairs;
  }
}
