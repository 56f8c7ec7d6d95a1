package io.bloodraven.workflows.failover;

import io.bloodraven.workflows.failover.FailoverResult.Outcome;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Functions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.Optional;

/**
 * Runs one step after the other, shows which, and takes the time of each. A step whose retries are
 * exhausted waits for a person for a while; when nobody says anything the failover ends, and the
 * group makes a new plan from what is true by then.
 */
final class StepRunner {
  /** What may heal by itself is looked at afresh after this long. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final PersonsWord person;
  private final PhaseClock clock;
  private String phase = "";

  StepRunner(PersonsWord person, PhaseClock clock) {
    this.person = person;
    this.clock = clock;
  }

  String phase() {
    return phase;
  }

  void enter(Step step, String story) {
    phase = step.title();
    Workflow.setCurrentDetails("**" + phase + "**: " + story);
  }

  /**
   * Carries a step out, as often as a person asks for it.
   *
   * @return empty when a person had it skipped
   * @throws CandidateUnfit when the candidate's applier is broken, or it is not in the electorate
   */
  <T> Optional<T> perform(Step step, String story, Functions.Func1<Step, T> call)
      throws FailoverEnded {
    while (true) {
      enter(step, story);
      try {
        return Optional.of(call.apply(step));
      } catch (ActivityFailure failure) {
        if (failure.getCause() instanceof CanceledFailure) {
          throw failure;
        }
        stopAtVerdict(failure);
        if (skipped(step, story + " failed: " + reason(failure), PATIENCE)) {
          return Optional.empty();
        }
      } finally {
        clock.lap(step);
      }
    }
  }

  /**
   * Asks a person.
   *
   * @return true to go on without the step, false to try it again
   */
  boolean skipped(Step step, String what, Duration atMost) throws FailoverEnded {
    return switch (person.await(step, what, atMost)) {
      case PersonsWord.Word.Retry _ -> false;
      case PersonsWord.Word.Skip _ -> true;
      case PersonsWord.Word.Abort abort ->
          throw new FailoverEnded(Outcome.ABORTED, "given up by a person: " + abort.reason());
      case PersonsWord.Word.Nothing _ -> throw new FailoverEnded(Outcome.NO_CANDIDATE, what);
    };
  }

  /** Some failures are verdicts: trying again would not change them. */
  private static void stopAtVerdict(ActivityFailure failure) throws FailoverEnded {
    if (!(failure.getCause() instanceof ApplicationFailure application)) {
      return;
    }
    switch (application.getType()) {
      case FailoverActivities.SUPERSEDED ->
          throw new FailoverEnded(Outcome.SUPERSEDED, reason(failure));
      case FailoverActivities.APPLIER_BROKEN -> throw new CandidateUnfit(reason(failure), true);
      case FailoverActivities.NOT_IN_ELECTORATE -> throw new CandidateUnfit(reason(failure), false);
      case null, default -> {
        // a passing trouble
      }
    }
  }

  static String reason(ActivityFailure failure) {
    return failure.getCause() instanceof ApplicationFailure application
        ? application.getOriginalMessage()
        : String.valueOf(failure.getCause());
  }
}
