package io.bloodraven.sidecar.binlog;

import io.bloodraven.api.gtid.GtidSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** GTIDs that are gathered one after another, most of them next to the one before. */
final class GtidRuns {
  /** More are no log of a server that numbers its transactions one after another. */
  private static final int MOST = 10_000;

  private final Map<GtidSource, List<Run>> runs = new HashMap<>();
  private int count;

  private static final class Run {
    private final long first;
    private long last;

    Run(long first, long last) {
      this.first = first;
      this.last = last;
    }
  }

  /**
   * Adds a run.
   *
   * @throws IllegalArgumentException when there are too many
   */
  void add(GtidSource source, long first, long last) {
    List<Run> ofSource = runs.computeIfAbsent(source, _ -> new ArrayList<>());
    if (!ofSource.isEmpty() && ofSource.getLast().last + 1 == first) {
      ofSource.getLast().last = last;
      return;
    }
    count++;
    if (count > MOST) {
      throw new IllegalArgumentException("more than " + MOST + " runs of GTIDs");
    }
    ofSource.add(new Run(first, last));
  }

  GtidSet toSet() {
    StringBuilder text = new StringBuilder();
    runs.forEach((source, ofSource) -> {
      text.append(source);
      ofSource.forEach(run -> text.append(':').append(run.first).append('-').append(run.last));
      text.append(',');
    });
    return GtidSet.parse(text.toString());
  }
}
