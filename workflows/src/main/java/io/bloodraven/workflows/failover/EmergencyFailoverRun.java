package io.bloodraven.workflows.failover;

import io.bloodraven.workflows.failover.FailoverResult.Outcome;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import org.jspecify.annotations.Nullable;

/**
 * Sequences assess, fence, select, prepare, promote and route as {@link Step} declares them. In a
 * crash the way to the first write is three activities: assess (which fences the dead), prepare,
 * promote.
 */
public final class EmergencyFailoverRun implements EmergencyFailoverWorkflow {
  private final FailoverPlan plan;
  private final PersonsWord person = new PersonsWord();
  private final PhaseClock clock = new PhaseClock();
  private final StepRunner steps = new StepRunner(person, clock);
  private final Selecting selecting;
  private final Promoting promoting;

  /** Signals may arrive before {@link #run}; so everything is there from the start. */
  @WorkflowInit
  public EmergencyFailoverRun(FailoverPlan plan) {
    this.plan = plan;
    this.selecting = new Selecting(plan, steps);
    this.promoting = new Promoting(plan, steps, selecting);
  }

  @Override
  public FailoverResult run(FailoverPlan samePlan) {
    FailoverResult result = carryOut();
    clock.publish(plan.spec().ref(), result.outcome());
    return result;
  }

  private FailoverResult carryOut() {
    try {
      Selection selection = selecting.select();
      clock.lap(Step.SELECT);
      Routing routing = new Routing(plan, steps);
      routing.demoteEarly(selection);
      Promoting.Opened opened = promoting.open(selection);
      boolean routed = routing.route(opened.candidate().site(), selection.assessment());
      clock.lap(Step.ROUTE);
      return promoted(opened, routed);
    } catch (FailoverEnded end) {
      Workflow.setCurrentDetails(end.outcome() + ": " + end.reason());
      return new FailoverResult(
          end.outcome(),
          Math.max(promoting.epoch(), end.epochSeen()),
          "",
          "",
          "",
          clock.millis(),
          false,
          end.reason());
    }
  }

  private FailoverResult promoted(Promoting.Opened opened, boolean routed) {
    String to = opened.candidate().site();
    String loss = opened.loss().toString();
    String message =
        to + " is open at epoch " + opened.epoch() + (loss.isEmpty() ? "" : ", without " + loss);
    Workflow.setCurrentDetails(message);
    return new FailoverResult(
        Outcome.PROMOTED,
        opened.epoch(),
        to,
        opened.promotion().gtidExecuted(),
        loss,
        clock.millis(),
        routed,
        message);
  }

  @Override
  public void retryStep() {
    person.say(new PersonsWord.Word.Retry());
  }

  @Override
  public void skipStep(@Nullable String reason) {
    person.say(new PersonsWord.Word.Skip(PersonsWord.told(reason)));
  }

  @Override
  public void abort(@Nullable String reason) {
    person.say(new PersonsWord.Word.Abort(PersonsWord.told(reason)));
  }

  @Override
  public FailoverProgress progress() {
    return new FailoverProgress(steps.phase(), promoting.candidate(), person.waitingFor());
  }
}
