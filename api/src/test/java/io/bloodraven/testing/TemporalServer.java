package io.bloodraven.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A real Temporal dev server with namespace {@code default}, without its UI. It keeps its port, and
 * its workflows, over stop and start.
 */
public final class TemporalServer implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(1);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

  private final Path folder = Checkout.newFolder("temporal");
  private final Path program = Checkout.program("temporal");
  private final int port = FreePort.find();
  private final List<String> arguments;
  private ServerProcess process;

  private TemporalServer(List<String> arguments) {
    this.arguments = List.copyOf(arguments);
    process = launch();
  }

  /**
   * A started server.
   *
   * @param arguments further ones of {@code temporal server start-dev}
   */
  public static TemporalServer start(String... arguments) {
    return new TemporalServer(List.of(arguments));
  }

  /** {@code host:port} of the frontend, as TEMPORAL_ADDRESS has it. */
  public String address() {
    return "127.0.0.1:" + port;
  }

  public synchronized boolean isRunning() {
    return process.isAlive();
  }

  /** Starts it again on the same port and data. */
  public synchronized void restart() {
    if (process.isAlive()) {
      throw new IllegalStateException("runs already");
    }
    process = launch();
  }

  public synchronized void stop() {
    process.stop(STOP_LIMIT);
  }

  /** SIGKILL. */
  public synchronized void kill() {
    process.kill();
  }

  /** SIGSTOP: sockets stay open, nothing answers. */
  public synchronized void freeze() {
    process.freeze();
  }

  /** SIGCONT. */
  public synchronized void thaw() {
    process.signal("CONT");
  }

  @Override
  public synchronized void close() {
    kill();
  }

  private ServerProcess launch() {
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of(
            program.toString(),
            "server",
            "start-dev",
            "--headless",
            "--ip=127.0.0.1",
            "--port=" + port,
            "--db-filename=" + folder.resolve("temporal.db"),
            "--log-level=warn",
            "--env-file=" + folder.resolve("no-settings-of-the-user")));
    command.addAll(arguments);
    ServerProcess started = ServerProcess.start(command, Map.of(), folder.resolve("temporal.log"));
    started.await(this::hasNamespace, START_LIMIT);
    return started;
  }

  private boolean hasNamespace() throws IOException {
    Process ask =
        new ProcessBuilder(
                program.toString(),
                "operator",
                "namespace",
                "describe",
                "--namespace=default",
                "--address=" + address(),
                "--command-timeout=5s")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      if (ask.waitFor(10, TimeUnit.SECONDS)) {
        return ask.exitValue() == 0;
      }
      ask.destroyForcibly();
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
