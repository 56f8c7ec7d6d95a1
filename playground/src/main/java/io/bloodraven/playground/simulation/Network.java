package io.bloodraven.playground.simulation;

import java.util.Arrays;

/**
 * Messages that come late, twice, in another order or never, and cuts in one direction. What
 * becomes of a message depends on the seed, the link and how many went over that link before, so
 * that a schedule from which a step was taken away stays much the same.
 */
final class Network {
  private final Timeline timeline;
  private final long seed;
  private double loss;
  private final int nodes;
  private final double[] cutUntil;
  private final int[] sent;

  Network(Timeline timeline, long seed, int nodes, double loss) {
    this.timeline = timeline;
    this.seed = seed;
    this.nodes = nodes;
    this.loss = loss;
    cutUntil = new double[nodes * nodes];
    sent = new int[nodes * nodes];
  }

  void send(int from, int to, Runnable arrival) {
    int link = from * nodes + to;
    Draw draw = new Draw(Draw.mix(seed, ((long) link << 32) + sent[link]++));
    if (timeline.now() < cutUntil[link] || draw.chance(loss)) {
      return;
    }
    timeline.in(delay(draw), arrival);
    if (draw.chance(0.02)) {
      timeline.in(delay(draw), arrival);
    }
  }

  private double delay(Draw draw) {
    if (!draw.chance(loss * 5)) {
      return draw.between(1, 20);
    }
    return switch (draw.below(6)) {
      case 0 -> 2;
      case 1 -> 10;
      case 2 -> 50;
      case 3 -> 300;
      case 4 -> draw.between(0, 4_000);
      default -> draw.between(0, 12_000);
    };
  }

  void cut(int from, int to, double lasts) {
    cutUntil[from * nodes + to] = Math.max(cutUntil[from * nodes + to], timeline.now() + lasts);
  }

  void cutBoth(int one, int other, double lasts) {
    cut(one, other, lasts);
    cut(other, one, lasts);
  }

  void heal(int one, int other) {
    cutUntil[one * nodes + other] = 0;
    cutUntil[other * nodes + one] = 0;
  }

  void healAll() {
    Arrays.fill(cutUntil, 0);
  }

  /** The end of all faults of the network. */
  void calm() {
    healAll();
    loss = 0;
  }

  int nodes() {
    return nodes;
  }
}
