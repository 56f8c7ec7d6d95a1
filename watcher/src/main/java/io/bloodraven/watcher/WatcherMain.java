package io.bloodraven.watcher;

import io.bloodraven.api.kubernetes.BoundedCalls;
import io.bloodraven.watcher.intake.SiteAddresses;
import io.bloodraven.watcher.signal.TemporalSignals;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.security.Security;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts a watcher from its environment and runs until it is told to stop. */
public final class WatcherMain {
  private static final Logger log = LoggerFactory.getLogger(WatcherMain.class);

  private WatcherMain() {}

  /** No arguments; everything comes from the environment, as the chart sets it. */
  public static void main(String[] arguments) throws InterruptedException {
    // the JVM would keep the address of a pod, or its absence, for longer than a failover takes
    Security.setProperty("networkaddress.cache.ttl", "1");
    Security.setProperty("networkaddress.cache.negative.ttl", "1");
    WatcherSettings settings;
    try {
      settings = WatcherSettings.of(System.getenv());
    } catch (IllegalArgumentException e) {
      log.error("cannot start: {}", e.getMessage());
      System.exit(2);
      return;
    }
    CountDownLatch stop = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> {
              stop.countDown();
              try {
                stopped.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            }));
    try (KubernetesClient client = BoundedCalls.open(Config.autoConfigure(null));
        TemporalSignals signals =
            new TemporalSignals(settings.temporalAddress(), settings.temporalNamespace());
        WatcherProcess process =
            new WatcherProcess(settings, client, signals, SiteAddresses.ofServices())) {
      log.info("watching, status on port {}", process.httpPort());
      stop.await();
      log.info("stopping");
    } finally {
      stopped.countDown();
    }
  }
}
