package io.bloodraven.api.gtid;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Transaction numbers of one source as disjoint closed intervals, ascending, never touching. */
record Intervals(List<Interval> list) {
  /** All numbers from {@code first} to {@code last}, both included. */
  record Interval(long first, long last) {}

  static Intervals of(long first, long last, String context) {
    if (first < 1 || last < first) {
      throw new IllegalArgumentException("not a GTID interval in: " + context);
    }
    return new Intervals(List.of(new Interval(first, last)));
  }

  Intervals union(Intervals other) {
    List<Interval> all = new ArrayList<>(list);
    all.addAll(other.list);
    all.sort(Comparator.comparingLong(Interval::first));
    List<Interval> merged = new ArrayList<>();
    for (Interval next : all) {
      Interval previous = merged.isEmpty() ? null : merged.getLast();
      if (previous != null && next.first - 1 <= previous.last) {
        merged.set(
            merged.size() - 1, new Interval(previous.first, Math.max(previous.last, next.last)));
      } else {
        merged.add(next);
      }
    }
    return new Intervals(List.copyOf(merged));
  }

  Intervals subtract(Intervals other) {
    List<Interval> left = new ArrayList<>();
    for (Interval mine : list) {
      long from = mine.first;
      for (Interval theirs : other.list) {
        if (theirs.last < from || theirs.first > mine.last) {
          continue;
        }
        if (theirs.first > from) {
          left.add(new Interval(from, theirs.first - 1));
        }
        from = theirs.last + 1;
      }
      if (from <= mine.last) {
        left.add(new Interval(from, mine.last));
      }
    }
    return new Intervals(List.copyOf(left));
  }

  boolean isEmpty() {
    return list.isEmpty();
  }

  long count() {
    return list.stream().mapToLong(interval -> interval.last - interval.first + 1).sum();
  }

  /** MySQL's form, each interval behind a colon: {@code :1-5:9}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Interval interval : list) {
      text.append(':').append(interval.first);
      if (interval.last > interval.first) {
        text.append('-').append(interval.last);
      }
    }
    return text.toString();
  }
}
