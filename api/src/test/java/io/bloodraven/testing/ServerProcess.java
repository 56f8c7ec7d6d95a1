package io.bloodraven.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One run of a server program; ended with the JVM at the latest. */
final class ServerProcess {
  private static final Duration FREEZE_LIMIT = Duration.ofSeconds(10);

  private final Process process;
  private final Path log;
  private final Thread hook;

  private ServerProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
    this.hook = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Starts the program; its output is appended to {@code log}. */
  static ServerProcess start(List<String> command, Map<String, String> environment, Path log) {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      return new ServerProcess(process, log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Waits until {@code ready} says so; fails with the end of the log when it ends or is too late.
   */
  void await(Readiness ready, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      try {
        if (ready.isReady()) {
          return;
        }
      } catch (IOException e) {
        // not yet
      }
      if (!process.isAlive()) {
        throw new IllegalStateException(
            "ended with status " + process.exitValue() + " before it was ready" + logTail());
      }
      if (System.nanoTime() > deadline) {
        process.destroyForcibly();
        throw new IllegalStateException("not ready within " + limit + logTail());
      }
      pause();
    }
  }

  /** Waits for a program that does its work and ends; fails when it ends with an error. */
  void awaitEnd(Duration limit) {
    if (!waitFor(limit)) {
      kill();
      throw new IllegalStateException("not done within " + limit + logTail());
    }
    release();
    if (process.exitValue() != 0) {
      throw new IllegalStateException("ended with status " + process.exitValue() + logTail());
    }
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Runs {@code action} with the exit status once the program has ended. */
  void onExit(ExitAction action) {
    Thread.ofVirtual()
        .start(() -> {
          try {
            action.ended(process.waitFor());
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  /** SIGTERM, and SIGKILL when that did not end it within {@code limit}. */
  void stop(Duration limit) {
    process.destroy();
    if (!waitFor(limit)) {
      kill();
    }
    release();
  }

  /** SIGKILL; returns when the process is gone. */
  void kill() {
    process.destroyForcibly();
    if (!waitFor(Duration.ofSeconds(10))) {
      throw new IllegalStateException("process " + process.pid() + " outlives SIGKILL");
    }
    release();
  }

  void signal(String name) {
    try {
      Process kill =
          new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).inheritIO().start();
      if (!kill.waitFor(10, TimeUnit.SECONDS) || kill.exitValue() != 0) {
        throw new IllegalStateException("kill -" + name + " " + process.pid() + " failed");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /**
   * SIGSTOP; returns when every thread of it stands still: on a busy machine one may go on for
   * milliseconds, and answer.
   */
  void freeze() {
    signal("STOP");
    long deadline = System.nanoTime() + FREEZE_LIMIT.toNanos();
    while (!isFrozen()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("process " + process.pid() + " does not stop" + logTail());
      }
      pause();
    }
  }

  private boolean isFrozen() {
    try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid()), "task"))) {
      return threads.allMatch(ServerProcess::isStopped);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isStopped(Path thread) {
    try {
      String stat = Files.readString(thread.resolve("stat"));
      return stat.charAt(stat.lastIndexOf(')') + 2) == 'T';
    } catch (IOException ended) {
      return true;
    }
  }

  private void release() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the JVM is ending already
    }
  }

  private boolean waitFor(Duration limit) {
    try {
      return process.waitFor(limit);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException(e);
  }

  private String logTail() {
    try {
      List<String> lines = Files.readAllLines(log);
      return ", "
          + log
          + " ends with:\n"
          + String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    } catch (IOException e) {
      return ", no log: " + e.getMessage();
    }
  }

  /** Whether a server answers; an IOException means not yet. */
  interface Readiness {
    boolean isReady() throws IOException;
  }

  /** What to do when a program has ended by itself or otherwise. */
  interface ExitAction {
    void ended(int status);
  }
}
