package io.bloodraven.sidecar;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The sidecar as its image has it: that Java runtime, those flags, that AOT cache, in the image's
 * file system; only the servers around it are the test's.
 */
final class PackagedSidecar implements AutoCloseable {
  private static final String START =
      """
      mount --rbind /dev "$0/dev"
      mount -t proc proc "$0/proc"
      echo ready >&2
      read -r begin
      exec chroot "$0" /opt/java/bin/java @/app/java.options io.bloodraven.sidecar.SidecarMain 2>&1
      """;

  private final Process process;

  /**
   * Prepares it for {@code site}, whose own sidecar does not run: its file system is there.
   *
   * @param root the image's file system
   */
  PackagedSidecar(Path root, TestingSite site) throws IOException {
    SidecarSettings settings = site.settings();
    Path account =
        Files.createDirectories(root.resolve("var/run/secrets/kubernetes.io/serviceaccount"));
    copy(site.group.api.caFile(), account.resolve("ca.crt"));
    copy(site.group.apiTokenFile, account.resolve("token"));
    Path control = Files.createDirectories(root.resolve("etc/bloodraven/control"));
    copy(settings.tokenFile(), control.resolve("token"));
    Path operator = Files.createDirectories(root.resolve("etc/bloodraven/operator"));
    for (String name : List.of("username", "password")) {
      copy(settings.operatorDirectory().resolve(name), operator.resolve(name));
    }
    for (String folder : List.of("dev", "proc", "var/lib/bloodraven")) {
      Files.createDirectories(root.resolve(folder));
    }
    int port = freePort();
    ProcessBuilder builder =
        new ProcessBuilder(
            "unshare", "--mount", "--propagation", "private", "sh", "-ec", START, root.toString());
    builder.environment().clear();
    builder.environment().putAll(environment(settings, site, port));
    builder.redirectOutput(
        ProcessBuilder.Redirect.appendTo(Path.of("target/sidecar.log").toFile()));
    process = builder.start();
    String said = process.errorReader().readLine();
    if (!"ready".equals(said)) {
      process.destroyForcibly();
      throw new IOException("the image's file system cannot be made ready: " + said);
    }
    site.group.listens(site.name, port);
  }

  /** Java begins. */
  void begin() throws IOException {
    process.outputWriter().append('\n').flush();
  }

  private static Map<String, String> environment(
      SidecarSettings settings, TestingSite site, int port) {
    return Map.of(
        "PATH",
        "/usr/sbin:/usr/bin:/sbin:/bin",
        "BLOODRAVEN_NAMESPACE",
        settings.group().namespace(),
        "BLOODRAVEN_GROUP",
        settings.group().name(),
        "BLOODRAVEN_SITE",
        settings.self().site(),
        "POD_UID",
        settings.self().podUid(),
        "BLOODRAVEN_MYSQL_PORT",
        Integer.toString(settings.mysqlPort()),
        "BLOODRAVEN_HTTP_PORT",
        Integer.toString(port),
        "BLOODRAVEN_MYSQLD_ARGUMENT",
        settings.mysqldArgument(),
        "KUBERNETES_SERVICE_HOST",
        site.group.api.url().getHost(),
        "KUBERNETES_SERVICE_PORT",
        Integer.toString(site.group.api.url().getPort()));
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** A figure of {@code /proc/PID/status} in kB, such as VmRSS. */
  long kilobytes(String name) {
    try {
      return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
          .filter(line -> line.startsWith(name + ":"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** SIGTERM, as the kubelet ends it. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
