package io.bloodraven.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Where tests find things: the root of the checkout, programs, folders for servers. */
public final class Checkout {
  private static final Map<String, Path> PROGRAMS = new ConcurrentHashMap<>();
  private static final AtomicInteger FOLDERS = new AtomicInteger();

  private Checkout() {}

  /** The folder of the root pom. */
  public static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("api/pom.xml"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new IllegalStateException("tests must run inside the checkout");
      }
    }
    return folder;
  }

  /** The executable of that name (mysqld, etcd, kube-apiserver, temporal, helm, ...). */
  public static Path program(String name) {
    return PROGRAMS.computeIfAbsent(name, Checkout::locate);
  }

  /** A new folder below the module's {@code target/servers}. */
  static Path newFolder(String name) {
    Path folder =
        Path.of(
                "target",
                "servers",
                ProcessHandle.current().pid() + "-" + name + "-" + FOLDERS.incrementAndGet())
            .toAbsolutePath();
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path locate(String name) {
    Path script = root().resolve("playground/provision.sh");
    if (!Files.exists(script)) {
      String home = System.getProperty("user.home");
      for (String folder : new String[] {"bin", "warm-sid/bin"}) {
        Path candidate = Path.of(home, ".cache/bloodraven", folder, name);
        if (Files.isExecutable(candidate)) {
          return candidate;
        }
      }
      throw new IllegalStateException("no " + name);
    }
    try {
      Process process =
          new ProcessBuilder(script.toString(), "--where", name)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      String answer = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0 || answer.isEmpty()) {
        throw new IllegalStateException(
            "no %s: run playground/provision.sh servers".formatted(name));
      }
      return Path.of(answer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
