package io.bloodraven.playground.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that is done to the world in one run. Steps can be taken away one by one; what is left
 * does what it did before.
 */
record Schedule(long seed, Settings settings, List<Step> steps) {
  private static final int FEWEST_STEPS = 8;
  private static final int MOST_STEPS = 32;
  private static final double GOVERNED = 0.15;

  Schedule {
    steps = List.copyOf(steps);
  }

  /** The schedule of that seed. Each draws from a few kinds of steps only, so that they meet. */
  static Schedule of(long seed) {
    Draw draw = new Draw(Draw.mix(seed, 1));
    boolean governed = draw.chance(GOVERNED);
    Settings settings = Settings.draw(draw, governed);
    Map<Step.Kind, Double> weights = weights(draw, governed);
    double sum = weights.values().stream().mapToDouble(weight -> weight).sum();
    int count = FEWEST_STEPS + draw.below(MOST_STEPS - FEWEST_STEPS + 1);
    List<Step> steps = new ArrayList<>();
    if (!governed) {
      steps.add(new Step(draw.between(0, 300), Step.Kind.PROMOTE, draw.next()));
    }
    for (int i = 0; i < count; i++) {
      double at = draw.between(0.5 * settings.timings().lease(), settings.quietAfter());
      steps.add(new Step(at, kind(weights, draw.between(0, sum)), draw.next()));
    }
    steps.sort(Comparator.comparingDouble(Step::at));
    return new Schedule(seed, settings, steps);
  }

  private static Map<Step.Kind, Double> weights(Draw draw, boolean governed) {
    Map<Step.Kind, Double> weights = new EnumMap<>(Step.Kind.class);
    for (Step.Kind kind : Step.Kind.values()) {
      if (draw.chance(0.4) && kind.fits(governed)) {
        weights.put(kind, draw.between(0.1, 1));
      }
    }
    weights.merge(
        governed ? Step.Kind.FREEZE : Step.Kind.PROMOTE, draw.between(0.2, 1), Double::sum);
    return weights;
  }

  private static Step.Kind kind(Map<Step.Kind, Double> weights, double at) {
    double left = at;
    for (Map.Entry<Step.Kind, Double> entry : weights.entrySet()) {
      left -= entry.getValue();
      if (left < 0) {
        return entry.getKey();
      }
    }
    return Step.Kind.HEAL;
  }

  Schedule with(List<Step> fewer) {
    return new Schedule(seed, settings, fewer);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("seed " + seed + ", " + settings + "\n");
    steps.forEach(step -> text.append("  ").append(step).append('\n'));
    return text.toString();
  }
}
