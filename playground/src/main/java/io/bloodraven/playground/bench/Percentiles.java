package io.bloodraven.playground.bench;

import java.util.Collection;

/**
 * Least, median, 99th percentile and greatest of some figures, each of them one that was measured
 * (nearest rank); all zero when there are none.
 */
public record Percentiles(int count, double min, double p50, double p99, double max) {

  /** The figures, in any order. */
  public static Percentiles of(Collection<Double> figures) {
    double[] sorted = figures.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    if (sorted.length == 0) {
      return new Percentiles(0, 0, 0, 0, 0);
    }
    return new Percentiles(
        sorted.length, sorted[0], rank(sorted, 50), rank(sorted, 99), sorted[sorted.length - 1]);
  }

  private static double rank(double[] sorted, int percent) {
    return sorted[Math.max(0, (int) Math.ceil(percent / 100.0 * sorted.length) - 1)];
  }
}
