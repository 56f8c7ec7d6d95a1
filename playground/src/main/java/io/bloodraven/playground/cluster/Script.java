package io.bloodraven.playground.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One of the playground's shell scripts. */
final class Script {
  private static final Duration PACE = Duration.ofMillis(5);

  private final Path path;
  private final Map<String, String> environment;

  Script(Path path, Map<String, String> environment) {
    this.path = path;
    this.environment = Map.copyOf(environment);
  }

  /**
   * Runs it and returns what it printed. What it writes to stderr is kept apart and becomes part of
   * the exception when it fails.
   *
   * @throws IllegalStateException when it fails, or is not done after {@code limit}: it is killed
   *     then
   */
  String run(Duration limit, List<String> arguments) {
    try (Running running = start(arguments)) {
      return running.await(limit);
    }
  }

  /** Starts it. */
  Running start(List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(path.toString()));
    command.addAll(arguments);
    try {
      return new Running(command, environment);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One that runs. Files instead of pipes: what it leaves running would keep a pipe open. */
  static final class Running implements AutoCloseable {
    private final List<String> command;
    private final Path out = Files.createTempFile("playground", ".out");
    private final Path err = Files.createTempFile("playground", ".err");
    private final Process process;

    private Running(List<String> command, Map<String, String> environment) throws IOException {
      this.command = command;
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
      builder.environment().putAll(environment);
      process = builder.start();
    }

    /** Gives it a line to read; one that has ended needs none. */
    void say(String line) {
      try {
        process.outputWriter(UTF_8).append(line).append('\n').flush();
      } catch (IOException ended) {
        // its result tells why
      }
    }

    /** Waits until it has said something to stderr, or ended. */
    void awaitWord(Duration limit) throws InterruptedException {
      long deadline = System.nanoTime() + limit.toNanos();
      while (process.isAlive() && err.toFile().length() == 0 && System.nanoTime() - deadline < 0) {
        Thread.sleep(PACE);
      }
    }

    /** Waits for its end and returns what it printed; see {@link Script#run}. */
    String await(Duration limit) {
      try {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
          throw new IllegalStateException(
              "%s is not done after %s s: %s".formatted(command, limit.toSeconds(), read(err)));
        }
        if (process.exitValue() != 0) {
          throw new IllegalStateException(
              "%s failed: %s%s".formatted(command, read(out), read(err)));
        }
        return read(out);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while " + command + " ran", e);
      }
    }

    /** Kills it if it still runs. */
    @Override
    public void close() {
      if (process.isAlive()) {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
      }
      delete(out);
      delete(err);
    }
  }

  private static String read(Path path) throws IOException {
    return Files.readString(path, UTF_8);
  }

  private static void delete(Path path) {
    path.toFile().delete();
  }
}
