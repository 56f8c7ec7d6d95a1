package io.bloodraven.sidecar;

import io.bloodraven.sidecar.fence.NftProcess;
import io.bloodraven.sidecar.kube.KubeApi;
import io.bloodraven.sidecar.mysql.ProcMysqld;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** The process in the pod. */
public final class SidecarMain {
  private SidecarMain() {}

  /** Runs until SIGTERM; closes writes before it ends. */
  public static void main(String[] arguments) throws IOException {
    // read by the JDK's class when it loads
    System.getProperties()
        .putIfAbsent(
            "java.util.logging.SimpleFormatter.format", "%1$tFT%1$tT.%1$tL%1$tz level=%4$s %5$s%n");
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
}
