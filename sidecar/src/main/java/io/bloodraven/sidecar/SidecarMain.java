package io.bloodraven.sidecar;

import io.bloodraven.sidecar.fence.NftProcess;
import io.bloodraven.sidecar.kube.KubeApi;
import io.bloodraven.sidecar.mysql.ProcMysqld;
import java.io.IOException;
import java.nio.file.Path;
import java.security.Security;
import java.time.Clock;
import java.util.List;

/** The process in the pod. */
public final class SidecarMain {
  private SidecarMain() {}

  /** Runs until SIGTERM; closes writes before it ends. */
  public static void main(String[] arguments) throws IOException {
    boundResources();
    SidecarSettings settings;
    try {
      settings = SidecarSettings.from(System.getenv());
    } catch (IllegalArgumentException e) {
      System.err.println("bloodraven sidecar: " + e.getMessage());
      System.exit(2);
      return;
    }
    Sidecar sidecar =
        new Sidecar(
            settings,
            KubeApi.inCluster(System.getenv()),
            new ProcMysqld(Path.of("/proc"), settings.mysqldArgument()),
            new NftProcess(List.of("nft")),
            settings.group()::sidecarUrl,
            Clock.systemUTC());
    Runtime.getRuntime().addShutdownHook(new Thread(sidecar::close, "shutdown"));
    sidecar.start();
  }

  /** Read by the JDK's classes when they load. */
  private static void boundResources() {
    setDefault("jdk.httpclient.keepalive.timeout", "20");
    setDefault(
        "java.util.logging.SimpleFormatter.format", "%1$tFT%1$tT.%1$tL%1$tz level=%4$s %5$s%n");
    // a pod that comes back has another address; a name server that is away must not cut us off
    Security.setProperty("networkaddress.cache.ttl", "2");
    Security.setProperty("networkaddress.cache.negative.ttl", "1");
    Security.setProperty("networkaddress.cache.stale.ttl", "300");
  }

  private static void setDefault(String name, String value) {
    if (System.getProperty(name) == null) {
      System.setProperty(name, value);
    }
  }
}
