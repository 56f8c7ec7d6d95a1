package io.bloodraven.workflows.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bloodraven.api.health.Observation;
import io.bloodraven.api.health.Sighting;
import io.bloodraven.api.health.Verdict;
import io.bloodraven.testing.Corpus;
import io.bloodraven.workflows.testing.RawSignals;
import io.bloodraven.workflows.testing.TestingCluster;
import io.bloodraven.workflows.testing.TestingTemporal;
import io.temporal.api.enums.v1.WorkflowTaskFailedCause;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowStub;
import io.temporal.common.WorkflowExecutionHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Signals that nobody should send: the group keeps its primary, its mind and its ears. */
final class BadSignalsIT {
  private static final int SIGNALS = Integer.getInteger("bloodraven.badSignals", 300);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** The server's answer to a run that would end while a signal waits for it: it looks again. */
  private static final WorkflowTaskFailedCause OVERTAKEN =
      WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_UNHANDLED_COMMAND;

  private static final List<Object> VANTAGE_POINTS =
      Arrays.asList("evil", "w1", "", "v".repeat(200_000), null, 7, List.of());
  private static final List<Object> SITES =
      Arrays.asList("iad", "pdx", "nowhere", "", "s".repeat(5_000), null, Map.of());
  private static final List<Object> VERDICTS =
      Arrays.asList("WRITABLE", "CLOSED", "DEAD", "SILENT", "STALLED", "ASLEEP", "", null, 99);
  private static final List<Object> EPOCHS =
      Arrays.asList(
          0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE / 8, 1.5, "x", null, 1e300);
  private static final List<Object> SETS =
      Arrays.asList(
          "",
          "nonsense",
          "00000000-0000-0000-0000-000000000001:9999999999999999999",
          "0".repeat(150_000),
          null,
          Map.of("a", 1));

  private final TestingCluster cluster = new TestingCluster("iad", "pdx").running("iad", 1);
  private final TestingTemporal temporal = new TestingTemporal(cluster);
  private final Random random = new Random(20);

  @AfterEach
  void close() {
    temporal.close();
  }

  @Test
  void noneMovesThePrimaryOrMakesTheGroupStumble() {
    temporal.tell("w1");
    await().atMost(PATIENCE).until(() -> temporal.running().view().activeSite().equals("iad"));
    WorkflowStub group = temporal.client().newUntypedWorkflowStub(cluster.group.workflowId());
    for (int i = 0; i < SIGNALS; i++) {
      send(group);
    }
    assertPrimaryKept();
    assertStillListens();
  }

  @Test
  void neitherTheCorpusDoesNorWhatChanceMakesOfIt() {
    temporal.tell("w1");
    await().atMost(PATIENCE).until(() -> temporal.running().view().activeSite().equals("iad"));
    RawSignals signals = new RawSignals(temporal.client(), cluster.group.workflowId());
    Corpus corpus = RawSignals.corpus();
    corpus.entries().forEach(signals::send);
    for (int i = 0; i < SIGNALS; i++) {
      signals.send(corpus.mutated(random));
    }
    assertPrimaryKept();
    assertStillListens();
  }

  private void assertPrimaryKept() {
    temporal.tell("w1");
    temporal.tell("w2");
    assertThat(temporal.running().view().activeSite()).isEqualTo("iad");
    assertThat(temporal.running().view().epoch()).isEqualTo(1);
    assertThat(cluster.isOpen("iad")).isTrue();
    assertThat(cluster.openings()).containsExactly("iad@1");
    assertThat(temporal.activities.calls())
        .doesNotContain("fence iad", "fenceStray iad", "release");
    assertThat(temporal.runs(cluster.group.workflowId()))
        .flatExtracting(WorkflowExecutionHistory::getEvents)
        .filteredOn(HistoryEvent::hasWorkflowTaskFailedEventAttributes)
        .extracting(event -> event.getWorkflowTaskFailedEventAttributes())
        .allMatch(failed -> failed.getCause() == OVERTAKEN, "a signal overtook the end of a run");
  }

  private void assertStillListens() {
    temporal.pass(Duration.ofMinutes(1)); // whatever they made it try is over
    cluster.crash("iad");
    temporal.tell("w1");
    temporal.tell("w2");
    await().atMost(PATIENCE).until(() -> temporal.running().view().activeSite().equals("pdx"));
    assertThat(cluster.twoWereOpenAtOnce()).isFalse();
  }

  /** Else the next epoch would be a negative one, and nobody could be promoted any more. */
  @Test
  void anEpochBeyondAllOthersIsNotBelieved() {
    temporal.tell("w1");
    await().atMost(PATIENCE).until(() -> temporal.running().view().activeSite().equals("iad"));
    temporal.signal(
        new Observation(
            "evil",
            1,
            Instant.EPOCH,
            List.of(
                new Sighting(
                    "pdx",
                    Verdict.CLOSED,
                    "pod-pdx",
                    Long.MAX_VALUE,
                    0,
                    "",
                    "",
                    null,
                    true,
                    List.of(),
                    false))));
    cluster.crash("iad");
    temporal.tell("w2");
    await().atMost(PATIENCE).until(() -> temporal.running().view().activeSite().equals("pdx"));
    assertThat(cluster.openings()).containsExactly("iad@1", "pdx@2");
  }

  private void send(WorkflowStub group) {
    switch (random.nextInt(10)) {
      case 0 -> group.signal("observed", any(SETS));
      case 1 -> group.signal("observed");
      case 2 -> group.signal("resourceChanged", any(EPOCHS));
      case 3 -> group.signal("resourceChanged", Map.of("generation", "x", "deleted", "maybe"));
      case 4 -> group.signal("unheardOf", any(SETS));
      case 5 -> group.signal("resourceChanged", Map.of("generation", 9, "deleted", true));
      default -> group.signal("observed", observation());
    }
  }

  /** Each field is right, wrong or missing. */
  private Map<String, Object> observation() {
    Map<String, Object> observation = new HashMap<>();
    observation.put("vantagePoint", any(VANTAGE_POINTS));
    observation.put("sequence", any(EPOCHS));
    observation.put("observedAt", random.nextBoolean() ? "1970-01-01T00:00:00Z" : any(SETS));
    observation.put(
        "sites",
        random.nextInt(8) == 0
            ? any(SETS)
            : random
                .ints(random.nextInt(8) == 0 ? 70 : random.nextInt(4))
                .mapToObj(_ -> sighting())
                .toList());
    observation.keySet().removeIf(_ -> random.nextInt(20) == 0);
    return observation;
  }

  private Map<String, Object> sighting() {
    Map<String, Object> sighting = new HashMap<>();
    sighting.put("site", mostly(random.nextBoolean() ? "iad" : "pdx", SITES));
    sighting.put("verdict", mostly("DEAD", VERDICTS));
    sighting.put("podUid", mostly("pod", SITES));
    sighting.put("highestEpoch", mostly(1, EPOCHS));
    sighting.put("holdingEpoch", mostly(0, EPOCHS));
    sighting.put("gtidExecuted", mostly("nonsense", SETS));
    sighting.put("gtidReceived", mostly("nonsense", SETS));
    sighting.put("probeUp", random.nextBoolean());
    return sighting;
  }

  private Object mostly(Object right, List<Object> pool) {
    return random.nextInt(8) == 0 ? any(pool) : right;
  }

  private Object any(List<Object> pool) {
    return pool.get(random.nextInt(pool.size()));
  }
}
