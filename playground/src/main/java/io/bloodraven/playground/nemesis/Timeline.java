package io.bloodraven.playground.nemesis;

import io.bloodraven.playground.cluster.Cluster;
import io.bloodraven.playground.cluster.PlaygroundStatus;
import io.bloodraven.playground.ledger.Attempt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Everything that happened in a run, from every source, in order of time: one file. */
final class Timeline {
  private final Cluster cluster;
  private final PlaygroundStatus status;
  private final Map<String, String> siteOfServer;

  Timeline(Cluster cluster, PlaygroundStatus status, Map<String, String> siteOfServer) {
    this.cluster = cluster;
    this.status = status;
    this.siteOfServer = siteOfServer;
  }

  /**
   * Writes it.
   *
   * @param startedMillis wall time of the ledger's zero
   */
  void write(Path file, long startedMillis, List<Attempt> attempts, RunReport report)
      throws IOException {
    Instant started = Instant.ofEpochMilli(startedMillis);
    List<Happening> lines = new ArrayList<>();
    attempts.stream()
        .sorted(Comparator.comparingLong(Attempt::endNanos))
        .filter(new Changes())
        .forEach(a -> lines.add(new Happening(started.plusNanos(a.endNanos()), describe(a))));
    lines.addAll(
        new ClusterStory(cluster.client(), List.of(status.namespace(), Cluster.SYSTEM_NAMESPACE))
            .since(started));
    try (WorkflowStory workflows = new WorkflowStory(status)) {
      lines.addAll(workflows.since(started, cluster.epochsSince(status.epoch())));
    }
    lines.sort(Comparator.comparing(Happening::at));
    List<String> text = new ArrayList<>();
    text.add(report.plan());
    report.violations().forEach(violation -> text.add("VIOLATION " + violation));
    text.add("faults, in milliseconds since " + started + ":");
    text.addAll(report.story());
    lines.forEach(line -> text.add(line.at() + " " + line.text()));
    Files.write(file, text);
  }

  private String describe(Attempt attempt) {
    return "ledger  %s at %s %s %s (write %d)"
        .formatted(
            attempt.target(),
            siteOfServer.getOrDefault(attempt.server(), attempt.server()),
            attempt.outcome(),
            attempt.error(),
            attempt.id());
  }

  /** Of the attempts at one target, those that ended otherwise than the one before. */
  private static final class Changes implements Predicate<Attempt> {
    private final Map<String, String> last = new HashMap<>();

    @Override
    public boolean test(Attempt attempt) {
      String now = attempt.server() + attempt.outcome() + attempt.error();
      return !now.equals(last.put(attempt.target(), now));
    }
  }
}
