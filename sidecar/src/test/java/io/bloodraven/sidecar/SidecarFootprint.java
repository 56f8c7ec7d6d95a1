package io.bloodraven.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * What the packaged sidecar takes: run by {@code playground/bench.sh footprint}, not by the build.
 * Beside it are a real mysqld, which it holds open, and a real API server, at which it renews its
 * lease every second, for the other site of its electorate is not there; two watchers listen.
 */
class SidecarFootprint {
  private static final Path ROOT = Path.of(System.getProperty("bloodraven.footprint.root", ""));
  private static final int RUNS = Integer.getInteger("bloodraven.footprint.runs", 5);
  private static final Duration START_LIMIT = Duration.ofSeconds(30);
  private static final long IDLE_SECONDS = 30;
  private static final long HEALTH_GOAL_MILLIS = 300;

  /** Between questions: who asks all the time takes a processor away from who is to answer. */
  private static final long PAUSE_NANOS = 1_000_000;

  private static final long RSS_GOAL_KILOBYTES = 80_000;

  private final List<Long> health = new ArrayList<>();
  private final List<Long> started = new ArrayList<>();
  private final List<Long> idle = new ArrayList<>();
  private final List<Long> peak = new ArrayList<>();

  @Test
  void measure() throws Exception {
    try (TestingGroup group = new TestingGroup("iad,pdx");
        TestingSite iad = new TestingSite(group, "iad")) {
      iad.stopSidecar();
      for (int run = 1; run <= RUNS; run++) {
        measure(iad, run);
      }
    }
    Files.writeString(Path.of("target/footprint.txt"), report());
    assertThat(median(health)).as("ms to the first answer").isLessThanOrEqualTo(HEALTH_GOAL_MILLIS);
    assertThat(median(idle)).as("kB after idling").isLessThanOrEqualTo(RSS_GOAL_KILOBYTES);
  }

  private void measure(TestingSite iad, int epoch) throws IOException {
    try (PackagedSidecar sidecar = new PackagedSidecar(ROOT, iad)) {
      long begun = System.nanoTime();
      sidecar.begin();
      awaitHealth(URI.create(iad.group.url("iad")).getPort(), sidecar);
      health.add((System.nanoTime() - begun) / 1_000_000);
      started.add(sidecar.kilobytes("VmRSS"));
      await().atMost(START_LIMIT).until(() -> iad.claim(epoch).body().taken());
      assertThat(iad.open(epoch, 12_000).body().open()).isTrue();
      listen(iad);
      assertThat(iad.status().writable()).isTrue();
      idle.add(sidecar.kilobytes("VmRSS"));
      peak.add(sidecar.kilobytes("VmHWM"));
    }
  }

  /** Asks by hand: a client's own start must not be measured with it. */
  private static void awaitHealth(int port, PackagedSidecar sidecar) throws IOException {
    byte[] question = "GET /health HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    while (true) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.setSoTimeout((int) START_LIMIT.toMillis());
        socket.getOutputStream().write(question);
        String answer =
            new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
        assertThat(answer).endsWith(" 200");
        return;
      } catch (java.net.ConnectException notYet) {
        assertThat(sidecar.isAlive()).as("the sidecar, see target/sidecar.log").isTrue();
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  /** Two watchers' streams, which have a line each second at least. */
  private static void listen(TestingSite iad) {
    Iterator<String> one = iad.heartbeats().body().iterator();
    Iterator<String> two = iad.heartbeats().body().iterator();
    for (long line = 0; line < IDLE_SECONDS; line++) {
      assertThat(one.next()).contains("\"writable\":true");
      assertThat(two.next()).contains("\"writable\":true");
    }
  }

  private String report() throws IOException {
    return String.format(
        Locale.ROOT,
        "%s%n%d runs%n%n%-34s %8s %8s %8s %8s%n%s%s%s%s",
        machine(),
        RUNS,
        "",
        "min",
        "p50",
        "max",
        "goal",
        row("first answer of /health, ms", health, 1, "300"),
        row("RSS then, MB", started, 1_000, ""),
        row("RSS open, after 30 s, MB", idle, 1_000, "80"),
        row("its peak, MB", peak, 1_000, ""));
  }

  private static String row(String what, List<Long> figures, double unit, String goal) {
    List<Long> sorted = figures.stream().sorted().toList();
    return String.format(
        Locale.ROOT,
        "%-34s %8.1f %8.1f %8.1f %8s%n",
        what,
        sorted.getFirst() / unit,
        median(figures) / unit,
        sorted.getLast() / unit,
        goal);
  }

  private static long median(List<Long> figures) {
    return figures.stream().sorted().toList().get((figures.size() - 1) / 2);
  }

  private static String machine() throws IOException {
    String model =
        Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.replaceFirst(".*: ", ""))
            .findFirst()
            .orElse("unknown processor");
    return "%d x %s, Linux %s"
        .formatted(
            Runtime.getRuntime().availableProcessors(), model, System.getProperty("os.version"));
  }
}
