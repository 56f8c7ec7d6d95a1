package io.bloodraven.workflows.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A worker of today goes on with what a worker of yesterday began. A workflow that was changed so
 * that this fails needs {@code Workflow.getVersion}, not another history.
 */
final class SavedHistoriesTest {
  static List<String> names() {
    return SavedHistories.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void isReplayed(String name) throws Exception {
    SavedHistories.replay(SavedHistories.read(name));
  }

  @Test
  void everyStoryHasBeenSaved() {
    for (Story story : Story.values()) {
      assertThat(names()).as(story.title()).anyMatch(name -> name.startsWith(story.title() + "."));
    }
  }

  /** What replay is there for: a failover that would now promote before it prepares. */
  @Test
  void otherStepsInAnotherOrderAreNoticed() {
    String crash = SavedHistories.read("crash.failover.json");
    String swapped =
        crash
            .replace("\"name\": \"Prepare\"", "\"name\": \"-\"")
            .replace("\"name\": \"Promote\"", "\"name\": \"Prepare\"")
            .replace("\"name\": \"-\"", "\"name\": \"Promote\"");
    assertThat(swapped).isNotEqualTo(crash);
    assertThatThrownBy(() -> SavedHistories.replay(swapped)).hasMessageContaining("Prepare");
  }
}
