package io.bloodraven.workflows.failover;

import io.temporal.workflow.Workflow;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a person says about a step that waits. A word that nobody waits for is forgotten. */
final class PersonsWord {
  /** What was said. */
  sealed interface Word {
    record Retry() implements Word {}

    record Skip(String reason) implements Word {}

    record Abort(String reason) implements Word {}

    /** Nobody said anything in time. */
    record Nothing() implements Word {}
  }

  private static final int LONGEST_REASON = 1_000;

  private Word word = new Word.Nothing();
  private String waitingFor = "";

  /** A reason as it may go on into results, status and Events, whatever was sent. */
  static String told(@Nullable String reason) {
    String told = reason == null ? "no reason given" : reason;
    return told.substring(0, Math.min(told.length(), LONGEST_REASON));
  }

  void say(Word said) {
    if (!waitingFor.isEmpty()) {
      word = said;
    }
  }

  /** What is waited for, empty when nothing is. */
  String waitingFor() {
    return waitingFor;
  }

  /**
   * Waits for a word that the step allows.
   *
   * @param what for people
   */
  Word await(Step step, String what, Duration atMost) {
    waitingFor = what;
    word = new Word.Nothing();
    Workflow.setCurrentDetails(
        "**"
            + step.title()
            + "** waits: "
            + what
            + "  \nSignals: retryStep"
            + (step.mayBeSkipped() ? ", skipStep(reason)" : "")
            + ", abort(reason)");
    Workflow.await(atMost, () -> allowed(step));
    waitingFor = "";
    return allowed(step) ? word : new Word.Nothing();
  }

  private boolean allowed(Step step) {
    return switch (word) {
      case Word.Retry _, Word.Abort _ -> true;
      case Word.Skip _ -> step.mayBeSkipped();
      case Word.Nothing _ -> false;
    };
  }
}
