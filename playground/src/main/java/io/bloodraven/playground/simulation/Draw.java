package io.bloodraven.playground.simulation;

import java.util.List;

/** Random numbers from a seed, the same on every machine. */
final class Draw {
  private static final long STRIDE = 0x9E3779B97F4A7C15L;

  private long state;

  Draw(long seed) {
    state = seed;
  }

  /** A well mixed number from two; neighbours have nothing in common. */
  static long mix(long seed, long salt) {
    long z = seed + STRIDE * (salt + 1);
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  long next() {
    state += STRIDE;
    return mix(state, 0);
  }

  double between(double from, double to) {
    return from + (next() >>> 11) * 0x1p-53 * (to - from);
  }

  boolean chance(double probability) {
    return between(0, 1) < probability;
  }

  int below(int bound) {
    return (int) ((next() >>> 33) % bound);
  }

  <T> T of(List<T> choices) {
    return choices.get(below(choices.size()));
  }

  @SafeVarargs
  final <T> T of(T... choices) {
    return choices[below(choices.length)];
  }
}
