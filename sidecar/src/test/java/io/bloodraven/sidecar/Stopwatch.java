package io.bloodraven.sidecar;

/** Runs since it was made. */
final class Stopwatch {
  private final long began = System.nanoTime();

  long millis() {
    return (System.nanoTime() - began) / 1_000_000;
  }
}
