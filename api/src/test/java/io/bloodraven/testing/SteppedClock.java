package io.bloodraven.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;

/**
 * The machine's wall clock, moved by what a file says, for more than one process: a server of
 * {@link MysqlServer} goes by it through libfaketime, which leaves its monotonic clock alone, and a
 * JVM reads the file itself.
 */
public final class SteppedClock extends Clock {
  private final Path file;

  private SteppedClock(Path file) {
    this.file = file;
  }

  /** A new one, not stepped yet. */
  public static SteppedClock inFolder(Path folder) {
    SteppedClock clock = new SteppedClock(folder.resolve("clock"));
    clock.set(Duration.ZERO);
    return clock;
  }

  /** The one that another process steps. */
  public static SteppedClock of(Path file) {
    return new SteppedClock(file);
  }

  /** Where the step is. */
  public Path file() {
    return file;
  }

  /** So far from the machine's clock from now on; servers notice within a second. */
  public void set(Duration step) {
    try {
      // whoever reads it finds a whole one
      Path next = file.resolveSibling(file.getFileName() + ".next");
      Files.writeString(next, "%+d".formatted(step.toSeconds()));
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What libfaketime goes by. */
  Map<String, String> environment() {
    return Map.of(
        "FAKETIME_TIMESTAMP_FILE",
        file.toString(),
        "FAKETIME_CACHE_DURATION",
        "1",
        "FAKETIME_DONT_FAKE_MONOTONIC",
        "1",
        "FAKETIME_DISABLE_SHM",
        "1",
        // glibc needs none, and with it timed waits turn into busy ones
        "FAKETIME_FORCE_MONOTONIC_FIX",
        "0");
  }

  @Override
  public Instant instant() {
    try {
      return Instant.now().plusSeconds(Long.parseLong(Files.readString(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
