package io.bloodraven.sidecar.mysql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * Finds mysqld in /proc: in a pod with a shared process namespace there is one at most. A process
 * that was killed counts as alive until its last thread is gone, for until then it may still write.
 */
public final class ProcMysqld implements MysqldProcess {
  private static final int PROGRAM_WITHIN = 8;

  private final Path proc;
  private final String argument;

  /**
   * @param argument only a mysqld with this argument counts, where several share the namespace;
   *     empty for any
   */
  public ProcMysqld(Path proc, String argument) {
    this.proc = proc;
    this.argument = argument;
  }

  @Override
  public OptionalLong find() {
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[1-9]*")) {
      for (Path process : processes) {
        if (isMysqld(process) && isRunning(process)) {
          return OptionalLong.of(Long.parseLong(process.getFileName().toString()));
        }
      }
      return OptionalLong.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + proc, e);
    }
  }

  /** The program may be run by a dynamic loader of its own, so its name is looked for. */
  private boolean isMysqld(Path process) throws IOException {
    String commandLine = read(process.resolve("cmdline"));
    if (commandLine.isEmpty()) { // on its way out: only the short name is left
      return argument.isEmpty() && read(process.resolve("stat")).contains(" (mysqld) ");
    }
    List<String> arguments = List.of(commandLine.split("\0"));
    return arguments.stream()
            .limit(PROGRAM_WITHIN)
            .anyMatch(text -> text.equals("mysqld") || text.endsWith("/mysqld"))
        && (argument.isEmpty() || arguments.contains(argument));
  }

  @Override
  public boolean isAlive(long pid) {
    try {
      return isRunning(proc.resolve(Long.toString(pid)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the state of process " + pid, e);
    }
  }

  private static boolean isRunning(Path process) throws IOException {
    String stat = read(process.resolve("stat"));
    int state = stat.lastIndexOf(") ") + 2;
    if (stat.isEmpty() || state < 2) {
      return false;
    }
    boolean ended = stat.charAt(state) == 'Z' || stat.charAt(state) == 'X';
    return !ended || hasThreads(process);
  }

  /** The first thread of a killed process may be gone before the others. */
  private static boolean hasThreads(Path process) throws IOException {
    int threads = 0;
    try (DirectoryStream<Path> tasks = Files.newDirectoryStream(process.resolve("task"))) {
      for (Path _ : tasks) {
        threads++;
      }
    } catch (NoSuchFileException e) {
      return false;
    }
    return threads > 1;
  }

  /** Empty when the process has gone meanwhile. */
  private static String read(Path file) throws IOException {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      return "";
    } catch (IOException e) {
      if (!Files.exists(file.getParent())) {
        return ""; // the kernel says ESRCH
      }
      throw e;
    }
  }

  @Override
  public void kill(long pid) {
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
  }
}
