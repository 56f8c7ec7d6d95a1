package io.bloodraven.workflows.failover;

import static io.bloodraven.workflows.testing.TestingTemporal.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.bloodraven.workflows.failover.FailoverResult.Outcome;
import io.bloodraven.workflows.testing.TestingCluster;
import io.bloodraven.workflows.testing.TestingTemporal;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The failover that opens the very first site: there is nobody to take over from. */
@Execution(ExecutionMode.CONCURRENT)
final class FirstOpeningTest {
  private final TestingCluster cluster = new TestingCluster("iad", "pdx", "sfo");
  @AutoClose private final TestingTemporal temporal = new TestingTemporal(cluster);

  private FailoverResult open() {
    return result(
        temporal.start(
            new FailoverPlan(
                cluster.spec(),
                "",
                0,
                1,
                List.of("iad", "pdx", "sfo"),
                List.of(),
                false,
                "",
                "first opening")));
  }

  @Test
  void theFirstCandidateIsOpened() {
    assertThat(open().to()).isEqualTo("iad");
    assertThat(cluster.openings()).containsExactly("iad@1");
    assertThat(temporal.activities.count("assess")).isEqualTo(1);
  }

  @Test
  void soItIsWhenItAnswersLate() {
    temporal.activities.miss("iad", 3);
    assertThat(open().to()).isEqualTo("iad");
    assertThat(temporal.activities.count("assess")).isEqualTo(4);
  }

  @Test
  void soItIsWhenAllAnswerLate() {
    temporal.activities.hearNobody(12);
    assertThat(open().to()).isEqualTo("iad");
  }

  @Test
  void aSiteThatBringsDataGoesFirstEvenIfItAnswersLate() {
    cluster.commitAlone("sfo", 5);
    temporal.activities.miss("sfo", 3);
    FailoverResult opened = open();
    assertThat(opened.to()).isEqualTo("sfo");
    assertThat(opened.gtidExecuted()).isEqualTo(cluster.receivedBy("sfo"));
  }

  @Test
  void aSiteThatNeverAnswersIsNotWaitedForEver() {
    cluster.isolate("iad");
    FailoverResult opened = open();
    assertThat(opened.outcome()).isEqualTo(Outcome.PROMOTED);
    assertThat(opened.to()).isEqualTo("pdx");
    assertThat(temporal.activities.count("assess")).isBetween(20L, 31L);
  }
}
