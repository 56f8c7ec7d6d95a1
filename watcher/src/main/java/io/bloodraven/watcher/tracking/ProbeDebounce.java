package io.bloodraven.watcher.tracking;

/**
 * Turns single probes into a steady answer: a server is up after {@code recoveryThreshold} answers
 * in a row and down after {@code failureThreshold} failures in a row.
 */
final class ProbeDebounce {
  private int failureThreshold;
  private int recoveryThreshold;
  private ProbeResult steady = ProbeResult.UNKNOWN;
  private ProbeResult last = ProbeResult.UNKNOWN;
  private int inARow;

  ProbeDebounce(TrackingSettings settings) {
    configure(settings);
  }

  void configure(TrackingSettings settings) {
    failureThreshold = settings.failureThreshold();
    recoveryThreshold = settings.recoveryThreshold();
  }

  void record(ProbeResult result) {
    inARow = result == last ? Math.min(inARow + 1, Integer.MAX_VALUE - 1) : 1;
    last = result;
    int needed =
        switch (result) {
          case UP -> recoveryThreshold;
          case DOWN -> failureThreshold;
          // a probe that stopped being possible says nothing any more, at once
          case UNKNOWN -> 1;
        };
    if (inARow >= needed) {
      steady = result;
    }
  }

  ProbeResult steady() {
    return steady;
  }
}
