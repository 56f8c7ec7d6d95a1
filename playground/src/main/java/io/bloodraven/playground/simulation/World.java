package io.bloodraven.playground.simulation;

import io.bloodraven.api.health.Heartbeat;
import io.bloodraven.sidecar.lease.LeaseEvent;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One schedule as it is run: sites, the Lease, the network between them, and who looks on. */
final class World {
  static final String NAMESPACE = "ns";
  static final String GROUP = "g";

  private final long seed;
  private final Settings settings;
  private final Tally tally;
  private final @Nullable List<String> trace;
  private final Timeline timeline = new Timeline();
  private final Network network;
  private final Referee referee = new Referee(this);
  private final Ambushes ambushes = new Ambushes(this);
  private final List<Site> sites;
  private final ApiServer api;
  private final @Nullable Group group;
  private final List<Watcher> watchers;

  /**
   * A world at rest.
   *
   * @param tally what happened is counted here
   * @param trace what happened is told here, null for nobody
   */
  World(long seed, Settings settings, Tally tally, @Nullable List<String> trace) {
    this.seed = seed;
    this.settings = settings;
    this.tally = tally;
    this.trace = trace;
    int count = settings.sites();
    network = new Network(timeline, seed, count + 4, settings.loss());
    List<String> names = Stream.of("a", "b", "c", "d", "e").limit(count).toList();
    api = new ApiServer(this, names);
    sites =
        IntStream.range(0, count).mapToObj(node -> new Site(this, names.get(node), node)).toList();
    group = settings.governed() ? new Group(this) : null;
    watchers =
        group == null
            ? List.of()
            : List.of(new Watcher(this, 0, group), new Watcher(this, 1, group));
    watchers.forEach(Watcher::look);
    Draw draw = new Draw(Draw.mix(seed, 7));
    sites.forEach(site -> in(draw.between(0, 500), site.pod()::turn));
  }

  /** Lets time go by until then or until an invariant is broken. */
  @Nullable String run(double end) {
    boolean more = true;
    while (more && referee.violation() == null) {
      more = timeline.step(end);
    }
    if (group != null && referee.violation() == null) {
      referee.converged(group);
    }
    return referee.violation();
  }

  /** A sidecar's heartbeat, for whoever watches. */
  void beat(Pod pod) {
    if (!watchers.isEmpty() && !pod.isCutOff()) {
      Heartbeat heartbeat = pod.heartbeat();
      watchers.forEach(watcher -> watcher.beat(pod, heartbeat));
    }
  }

  void pauseGroup(double lasts) {
    if (group != null) {
      group.pause(lasts);
    }
  }

  long seed() {
    return seed;
  }

  Settings settings() {
    return settings;
  }

  double now() {
    return timeline.now();
  }

  void in(double delay, Runnable work) {
    timeline.in(delay, work);
  }

  Network network() {
    return network;
  }

  Referee referee() {
    return referee;
  }

  Ambushes ambushes() {
    return ambushes;
  }

  ApiServer api() {
    return api;
  }

  List<Site> sites() {
    return sites;
  }

  Site site(String name) {
    return sites.get(name.charAt(0) - 'a');
  }

  /** Place of the API server in the network. */
  int apiNode() {
    return sites.size();
  }

  /** Place of whoever gives commands. */
  int workerNode() {
    return sites.size() + 1;
  }

  /** Place of a watcher, 0 or 1. */
  int watcherNode(int watcher) {
    return sites.size() + 2 + watcher;
  }

  void toApi(Pod from, Runnable arrival) {
    if (!from.isCutOff()) {
      network.send(from.site().node(), apiNode(), arrival);
    }
  }

  void fromApi(Pod to, LeaseEvent event) {
    int life = to.life();
    network.send(
        apiNode(),
        to.site().node(),
        () -> {
          if (!to.isCutOff()) {
            to.hear(life, () -> event);
          }
        });
  }

  void count(Happening happening) {
    tally.count(happening);
  }

  boolean isTraced() {
    return trace != null;
  }

  void trace(String who, Object what) {
    if (trace != null) {
      trace.add("%8d %s %s".formatted(Math.round(now()), who, what));
    }
  }
}
