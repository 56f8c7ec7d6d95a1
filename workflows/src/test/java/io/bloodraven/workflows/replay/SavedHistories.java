package io.bloodraven.workflows.replay;

import io.bloodraven.workflows.failover.EmergencyFailoverRun;
import io.bloodraven.workflows.group.FailoverGroupEntity;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.WorkflowReplayer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The folder of saved histories, one file each. */
final class SavedHistories {
  private static final Path FOLDER =
      Path.of("src/test/resources", SavedHistories.class.getPackageName().replace('.', '/'));

  private SavedHistories() {}

  /** Names of all that there are. */
  static List<String> names() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String read(String name) {
    try {
      return Files.readString(FOLDER.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is there already stays: workflows of then may still run. */
  static void save(String name, WorkflowExecutionHistory history) {
    try {
      if (!Files.exists(FOLDER.resolve(name))) {
        Files.writeString(FOLDER.resolve(name), history.toJson(true) + "\n");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Fails when the workflows of today would not have done what this one did. */
  static void replay(String json) throws Exception {
    WorkflowExecutionHistory history = WorkflowExecutionHistory.fromJson(json);
    String id =
        history.getEvents().getFirst().getWorkflowExecutionStartedEventAttributes().getWorkflowId();
    WorkflowReplayer.replayWorkflowExecution(
        WorkflowExecutionHistory.fromJson(json, id),
        FailoverGroupEntity.class,
        EmergencyFailoverRun.class);
  }
}
