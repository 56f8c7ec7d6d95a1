package io.bloodraven.sidecar;

import io.bloodraven.sidecar.fence.NftProcess;
import io.bloodraven.sidecar.kube.KubeApi;
import io.bloodraven.sidecar.mysql.ProcMysqld;
import io.bloodraven.testing.SteppedClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A sidecar in a process of its own, so that it can be frozen and killed. */
final class TestingSidecarProcess implements AutoCloseable {
  private final Process process;

  /** Starts it with the settings and the clock of {@code site}, whose own sidecar does not run. */
  TestingSidecarProcess(TestingSite site) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            TestingSidecarProcess.class.getName(),
            site.group.api.url().toString(),
            site.group.api.caFile().toString(),
            site.group.apiTokenFile.toString(),
            site.wallClock.file().toString());
    builder.environment().putAll(environment(site.settings()));
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    process = builder.start();
    String port =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
            .readLine();
    site.group.listens(site.name, Integer.parseInt(port));
  }

  private static Map<String, String> environment(SidecarSettings settings) {
    return Map.of(
        "BLOODRAVEN_NAMESPACE",
        settings.group().namespace(),
        "BLOODRAVEN_GROUP",
        settings.group().name(),
        "BLOODRAVEN_SITE",
        settings.self().site(),
        "POD_UID",
        settings.self().podUid(),
        "BLOODRAVEN_TOKEN_FILE",
        settings.tokenFile().toString(),
        "BLOODRAVEN_OPERATOR_DIR",
        settings.operatorDirectory().toString(),
        "BLOODRAVEN_STATE_DIR",
        settings.stateDirectory().toString(),
        "BLOODRAVEN_MYSQL_PORT",
        Integer.toString(settings.mysqlPort()),
        "BLOODRAVEN_HTTP_PORT",
        "0",
        "BLOODRAVEN_MYSQLD_ARGUMENT",
        settings.mysqldArgument());
  }

  /** The process: API server, its certificate, token, clock; the rest as in production. */
  public static void main(String[] arguments) throws IOException {
    SidecarSettings settings = SidecarSettings.from(System.getenv());
    Sidecar sidecar =
        new Sidecar(
            settings,
            new KubeApi(URI.create(arguments[0]), Path.of(arguments[1]), Path.of(arguments[2])),
            new ProcMysqld(Path.of("/proc"), settings.mysqldArgument()),
            new NftProcess(List.of("nft")),
            site -> "http://127.0.0.1:1",
            SteppedClock.of(Path.of(arguments[3])));
    sidecar.start();
    System.out.println(sidecar.port());
  }

  void signal(String name) throws IOException, InterruptedException {
    Process kill =
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).inheritIO().start();
    if (!kill.waitFor(10, TimeUnit.SECONDS) || kill.exitValue() != 0) {
      throw new IllegalStateException("kill -" + name + " failed");
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
