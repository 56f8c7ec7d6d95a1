package io.bloodraven.watcher.intake;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Asks one MySQL server again and again, on a thread of its own, until it is closed. */
final class ProbeLoop implements AutoCloseable {
  private final CountDownLatch closed = new CountDownLatch(1);

  private ProbeLoop() {}

  /** Asks at once and then {@code interval} after each answer. */
  static ProbeLoop start(
      String group, String site, MysqlProbe probe, Duration interval, SiteListener listener) {
    ProbeLoop loop = new ProbeLoop();
    Thread.ofVirtual()
        .name("probe group=" + group + " site=" + site)
        .start(() -> loop.run(site, probe, interval, listener));
    return loop;
  }

  private void run(String site, MysqlProbe probe, Duration interval, SiteListener listener) {
    try (probe) {
      do {
        listener.probed(site, probe.ask());
      } while (!closed.await(interval.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      closed.countDown();
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
