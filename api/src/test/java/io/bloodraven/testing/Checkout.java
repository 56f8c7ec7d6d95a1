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

  /** The executable of that name (mysqld, etcd, kube-apiserver, temporal, helm, nft, ...). */
  public static Path program(String name) {
    return PROGRAMS.computeIfAbsent(name, Checkout::locate);
  }

  /** A new folder below the module's {@code target/servers}. */
  public static Path newFolder(String name) {
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
    String component = name.startsWith("mysql") ? "mysql" : name.equals("nft") ? "node" : name;
    try {
      Process process =
          new ProcessBuilder(
                  root().resolve("playground/provision.sh").toString(), "--where", component)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      Path answer = Path.of(new String(process.getInputStream().readAllBytes(), UTF_8).strip());
      Path program = Files.isDirectory(answer) ? answer.resolve(name) : answer;
      if (!process.waitFor(1, TimeUnit.MINUTES) || !Files.isExecutable(program)) {
        throw new IllegalStateException(
            "no %s at '%s': run playground/provision.sh servers helm node"
                .formatted(name, program));
      }
      return program;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
