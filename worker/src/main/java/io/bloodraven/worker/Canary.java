package io.bloodraven.worker;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;

/**
 * A workflow without meaning, run on a worker's own task queue before it reports ready: the first
 * workflow task of a cold JVM takes so long that Temporal would hand it to another worker.
 */
@WorkflowInterface
public interface Canary {
  /** Has an activity sing once; returns the song. */
  @WorkflowMethod
  String sing(String song);

  /** What a canary does. */
  @ActivityInterface
  interface Voice {
    /** Returns the note. */
    String tone(String note);
  }

  /** The bird. */
  final class Bird implements Canary {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Voice voice =
        Workflow.newActivityStub(
            Voice.class, ActivityOptions.newBuilder().setStartToCloseTimeout(LIMIT).build());

    @Override
    public String sing(String song) {
      return voice.tone(song);
    }
  }
}
