package io.bloodraven.workflows.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloodraven.testing.TemporalServer;
import io.bloodraven.workflows.testing.TestingTemporal;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.common.WorkflowExecutionHistory;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every story on a real Temporal server: what it wrote down must be replayed without a difference.
 * With {@code -Dbloodraven.histories=save} those of new stories are saved, too.
 */
final class HistoriesIT {
  @AutoClose private static final TemporalServer SERVER = TemporalServer.start();

  @BeforeAll
  static void patience() {
    Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
  }

  @ParameterizedTest
  @EnumSource
  void isReplayed(Story story) throws Exception {
    Map<String, WorkflowExecutionHistory> histories = new LinkedHashMap<>();
    try (TestingTemporal temporal = TestingTemporal.on(SERVER.address(), story.cluster())) {
      story.play(temporal);
      histories.put(story.title() + ".group.json", temporal.history(story.group().workflowId()));
      histories.put(
          story.title() + ".failover.json",
          temporal.history(story.group().failoverWorkflowId(story.failoverEpoch())));
      assertThat(temporal.cluster.twoWereOpenAtOnce()).isFalse();
      // else the next story's worker would go on with it, and take its status for its own
      end(temporal, story.group().workflowId());
      end(temporal, story.group().failoverWorkflowId(story.failoverEpoch()));
    }
    for (Map.Entry<String, WorkflowExecutionHistory> one : histories.entrySet()) {
      SavedHistories.replay(one.getValue().toJson(false));
      if (System.getProperty("bloodraven.histories", "").equals("save")) {
        SavedHistories.save(one.getKey(), one.getValue());
      }
    }
  }

  private static void end(TestingTemporal temporal, String workflowId) {
    try {
      temporal.client().newUntypedWorkflowStub(workflowId).terminate("its story is told");
    } catch (WorkflowNotFoundException over) {
      // it has ended by itself
    }
  }
}
