package io.bloodraven.worker;

import java.io.IOException;
import java.security.Security;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wires the worker, waits for Temporal, works until it is told to stop. */
public final class WorkerMain {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerMain.class);
  private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);
  private static final KeepWarm.Pace REHEARSALS =
      new KeepWarm.Pace(Duration.ofMillis(500), Duration.ofSeconds(15));

  private WorkerMain() {}

  /** Runs until SIGTERM; ends with 2 when the environment lacks something. */
  public static void main(String[] args) throws IOException, InterruptedException {
    // the JVM would keep the address of a pod, or its absence, for longer than a failover takes
    Security.setProperty("networkaddress.cache.ttl", "1");
    Security.setProperty("networkaddress.cache.negative.ttl", "1");
    WorkerSettings settings;
    try {
      settings = WorkerSettings.of(System.getenv());
    } catch (IllegalArgumentException e) {
      LOG.error("{}", e.getMessage());
      System.exit(2);
      return;
    }
    CountDownLatch told = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> {
              told.countDown();
              awaitEnd(ended);
            }));
    try {
      run(settings, told);
    } finally {
      ended.countDown();
    }
  }

  private static void run(WorkerSettings settings, CountDownLatch told)
      throws IOException, InterruptedException {
    try (WorkerMetrics metrics = new WorkerMetrics();
        TemporalConnection temporal = new TemporalConnection(settings, metrics.scope());
        WiredActivities activities = new WiredActivities(settings);
        KeepWarm keepWarm = new KeepWarm(activities.rehearsal()::run, REHEARSALS);
        BloodravenWorker worker = new BloodravenWorker(temporal.client(), activities.all());
        HealthServer health =
            new HealthServer(WorkerSettings.HEALTH_PORT, worker::ready, metrics::text)) {
      LOG.info("health on port {}, waiting for Temporal", health.port());
      while (!temporal.answers()) {
        if (told.await(BETWEEN_TRIES.toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
      }
      worker.start();
      keepWarm.start();
      worker.rehearse();
      told.await();
      LOG.info("stopping");
    }
  }

  private static void awaitEnd(CountDownLatch ended) {
    try {
      ended.await(15, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
