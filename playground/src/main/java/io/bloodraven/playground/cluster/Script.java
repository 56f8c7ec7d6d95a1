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
import org.jspecify.annotations.Nullable;

/** One of the playground's shell scripts. */
final class Script {
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
    List<String> command = new ArrayList<>(List.of(path.toString()));
    command.addAll(arguments);
    Path out = null;
    Path err = null;
    try {
      out = Files.createTempFile("playground", ".out");
      err = Files.createTempFile("playground", ".err");
      // Files instead of pipes: what a script leaves running would keep a pipe open.
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        throw new IllegalStateException(
            "%s is not done after %s s: %s".formatted(command, limit.toSeconds(), read(err)));
      }
      if (process.exitValue() != 0) {
        throw new IllegalStateException("%s failed: %s%s".formatted(command, read(out), read(err)));
      }
      return read(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + command + " ran", e);
    } finally {
      delete(out);
      delete(err);
    }
  }

  private static String read(Path path) throws IOException {
    return Files.readString(path, UTF_8);
  }

  private static void delete(@Nullable Path path) {
    if (path != null) {
      path.toFile().delete();
    }
  }
}
