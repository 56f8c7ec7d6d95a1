package io.bloodraven.sidecar.lease;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One seeded schedule: sites with drifting clocks, a network that loses, delays and doubles
 * messages, one Lease, an orchestrator that promotes whom it likes, and faults. Time is real time
 * in milliseconds; nobody but this class knows it.
 */
final class SimulatedWorld {
  private static final double LASTS = 70_000;

  private record Due(double at, long number, Runnable work) {}

  final Random random;
  final List<SimulatedSite> sites = new ArrayList<>();
  final SimulatedApi api;
  final Map<String, Integer> counts = new HashMap<>();
  private final PriorityQueue<Due> queue =
      new PriorityQueue<>(
          (a, b) -> a.at != b.at ? Double.compare(a.at, b.at) : Long.compare(a.number, b.number));
  private final Map<String, Double> cutUntil = new HashMap<>();
  private double now;
  private long numbers;
  private long highestOpened;
  private @Nullable String violation;
  private final @Nullable List<String> trace;

  /**
   * A schedule.
   *
   * @param trace where to write what happens, null for nowhere
   */
  SimulatedWorld(long seed, @Nullable List<String> trace) {
    this.trace = trace;
    random = new Random(seed);
    int count = pick(2, 2, 3, 3, 4);
    List<String> names = Stream.of("a", "b", "c", "d").limit(count).toList();
    api = new SimulatedApi(this, names);
    long grace = random.nextBoolean() ? 8_000 : 300_000;
    LeaseTimings timings = new LeaseTimings(6_000, 1_000, grace);
    names.forEach(name -> sites.add(new SimulatedSite(this, name, timings)));
    sites.forEach(site -> in(uniform(0, 500), site::turn));
    in(uniform(1_000, 8_000), new SimulatedFaults(this)::strike);
    in(uniform(0, 500), new SimulatedWorker(this)::work);
  }

  /** Runs the schedule; what went wrong, or null. */
  @Nullable String run() {
    while (!queue.isEmpty() && violation == null) {
      Due due = queue.remove();
      if (due.at > LASTS) {
        break;
      }
      now = due.at;
      due.work.run();
      List<String> open = sites.stream().filter(SimulatedSite::isOpen).map(s -> s.name).toList();
      if (open.size() > 1) {
        fail("open at once: " + open);
      }
    }
    return violation;
  }

  double now() {
    return now;
  }

  void in(double delay, Runnable work) {
    queue.add(new Due(now + delay, numbers++, work));
  }

  void fail(String what) {
    violation = "at " + Math.round(now) + " ms: " + what + ", Lease " + api.lease();
  }

  void trace(String site, Object what) {
    if (trace != null) {
      trace.add("%8d %s %s".formatted(Math.round(now), site, what));
    }
  }

  void count(String what) {
    counts.merge(what, 1, Integer::sum);
  }

  /** A site opened at an epoch for the first time in its pod's life. */
  void granted(String site, long epoch) {
    count("grants");
    if (epoch <= highestOpened) {
      fail(site + " opens epoch " + epoch + " after " + highestOpened);
    }
    highestOpened = Math.max(highestOpened, epoch);
  }

  /** Sends a message; it arrives late, twice or never. */
  void send(String from, String to, Runnable arrival) {
    if (now < cutUntil.getOrDefault(from + ">" + to, -1.0) || random.nextDouble() < 0.03) {
      return;
    }
    in(delay(), arrival);
    if (random.nextDouble() < 0.02) {
      in(delay(), arrival);
    }
  }

  private double delay() {
    return random.nextDouble() < 0.25
        ? pick(2.0, 10.0, 50.0, 300.0, uniform(0, 4_000), uniform(0, 12_000))
        : uniform(1, 20);
  }

  void cut(String from, String to, double lasts) {
    cutUntil.put(from + ">" + to, now + lasts);
  }

  SimulatedSite anySite() {
    return sites.get(random.nextInt(sites.size()));
  }

  SimulatedSite site(String name) {
    return sites.stream().filter(site -> site.name.equals(name)).findFirst().orElseThrow();
  }

  double uniform(double from, double to) {
    return from + random.nextDouble() * (to - from);
  }

  @SafeVarargs
  final <T> T pick(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }
}
