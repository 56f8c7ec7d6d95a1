package io.bloodraven.workflows.failover;

import io.bloodraven.api.health.ServerState;
import io.bloodraven.api.lease.FenceReply;
import io.bloodraven.workflows.decision.Candidate;
import io.bloodraven.workflows.decision.CandidateChoice;
import io.bloodraven.workflows.failover.FailoverResult.Outcome;
import io.bloodraven.workflows.wire.CodeChange;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The first half of a failover: assess, fence, select. */
final class Selecting {
  /** Only a person can say what may be lost; after this long everything is looked at afresh. */
  static final Duration PERSONS_TIME = Duration.ofMinutes(5);

  /** What was committed while the old primary was being closed may still be on its way. */
  private static final Duration ARRIVAL = Duration.ofMillis(200);

  private static final int MOST_ARRIVALS = 10;

  /** A candidate was heard a moment ago: half a second of a busy machine is no verdict on it. */
  private static final int MOST_UNANSWERED = 4;

  /** A first opening is no emergency: who is late may have data, and is waited for this long. */
  private static final Duration FIRST_ANSWERS = Duration.ofSeconds(30);

  private static final Duration FIRST_ANSWERS_PAUSE = Duration.ofSeconds(1);

  /** A failover that is held up each time goes on with what it has: the lease keeps it safe. */
  private static final int MOST_STALE = 3;

  /** Name of the change that does not go on with what was found long ago. */
  private static final String FORGETS = "assess anew when held up";

  /** Name of the change that asks again where nobody answered. */
  private static final String ASKS_AGAIN = "ask again when no candidate answers";

  /** Name of the change that has a first opening wait for who is late. */
  private static final String HEARS_ALL = "hear every candidate before a first opening";

  /** Name of the change that takes no set for the last that may not be it. */
  private static final String PROVES = "without loss only by an exact set";

  /** Name of the change that opens no empty site in the place of one that had data. */
  private static final String SEEDED = "never open an empty site instead of another";

  private final FailoverPlan plan;
  private final StepRunner steps;
  private int arrivals;
  private int unanswered;
  private int stale;

  Selecting(FailoverPlan plan, StepRunner steps) {
    this.plan = plan;
    this.steps = steps;
  }

  Selection select() throws FailoverEnded {
    long begun = Workflow.currentTimeMillis();
    while (true) {
      long asked = Workflow.currentTimeMillis();
      Assessment assessment = assess();
      if (isStale(asked)) {
        stale++;
        continue;
      }
      Finding.GoOn goOn = goOn(Finding.of(plan, assessment));
      List<String> awaited = Finding.awaited(plan, assessment);
      if (!awaited.isEmpty() && mayAnswerFirst(begun)) {
        steps.enter(Step.ASSESS, "wait for an answer of " + String.join(", ", awaited));
        Workflow.sleep(FIRST_ANSWERS_PAUSE);
        continue;
      }
      Optional<FenceReply> fence =
          goOn.fence().isPresent() || !goOn.fromHeard() || plan.grantsAnew()
              ? goOn.fence()
              : fence(plan.from(), plan.epoch());
      steps.enter(Step.SELECT, "compare what each site received");
      List<Candidate> candidates = withData(assessment);
      var known = Finding.knownAnywhere(plan, assessment, fence);
      switch (CandidateChoice.among(candidates)) {
        case CandidateChoice.Nobody _ -> {
          if (!mayAnswerYet()) {
            throw new FailoverEnded(
                Outcome.NO_CANDIDATE, "no site that has data and can be promoted answers");
          }
          unanswered++;
          Workflow.sleep(ARRIVAL);
        }
        case CandidateChoice.Ranked ranked -> {
          List<Candidate> lesser =
              candidates.stream().filter(one -> !ranked.ranked().contains(one)).toList();
          Selection selection =
              new Selection(assessment, ranked.ranked(), lesser, known, fence, goOn.fromHeard());
          if (mayStillArrive(selection)) {
            arrivals++;
            Workflow.sleep(ARRIVAL);
          } else {
            return checked(selection);
          }
        }
        case CandidateChoice.Torn torn -> {
          String what = "each candidate lacks something that another received: " + torn.ranked();
          if (steps.skipped(Step.SELECT, what, PERSONS_TIME)) {
            return checked(
                new Selection(
                    assessment,
                    torn.ranked().subList(0, 1),
                    torn.ranked().subList(1, torn.ranked().size()),
                    known,
                    fence,
                    goOn.fromHeard()));
          }
        }
      }
    }
  }

  /** The data of a group that was open may be on a disk that nobody can ask now. */
  private List<Candidate> withData(Assessment assessment) {
    List<Candidate> candidates = Finding.promotable(plan, assessment);
    boolean anyEmpty = candidates.stream().anyMatch(Candidate::neverSeeded);
    return anyEmpty && !Finding.mayOpenEmpty(plan, assessment) && CodeChange.isSince(SEEDED)
        ? candidates.stream().filter(candidate -> !candidate.neverSeeded()).toList()
        : candidates;
  }

  /** Fences one site; empty when nobody could be asked and a person had the step skipped. */
  Optional<FenceReply> fence(String site, long epoch) throws FailoverEnded {
    String story = "fence " + site + " at epoch " + epoch;
    return steps.perform(
        Step.FENCE,
        story,
        step ->
            Workflow.newActivityStub(FailoverActivities.class, step.options(story))
                .fence(plan.spec().ref(), plan.spec().siteNames(), site, epoch, plan.cause()));
  }

  private Assessment assess() throws FailoverEnded {
    String story =
        plan.from().isEmpty()
            ? "ask every site"
            : "ask every site again, fence " + plan.from() + " if it is dead";
    return steps
        .perform(
            Step.ASSESS,
            story,
            step ->
                Workflow.newActivityStub(FailoverActivities.class, step.options(story))
                    .assess(plan.spec().ref(), plan.spec().siteNames(), plan.from(), plan.epoch()))
        .orElseThrow();
  }

  private static Finding.GoOn goOn(Finding finding) throws FailoverEnded {
    return switch (finding) {
      case Finding.NotNeeded notNeeded ->
          throw new FailoverEnded(Outcome.NOT_NEEDED, notNeeded.message());
      case Finding.Superseded superseded ->
          throw new FailoverEnded(
              Outcome.SUPERSEDED,
              "epoch " + superseded.epochSeen() + " has been seen",
              superseded.epochSeen());
      case Finding.WouldLose lose -> throw new FailoverEnded(Outcome.NO_CANDIDATE, lose.message());
      case Finding.GoOn goOn -> goOn;
    };
  }

  /**
   * Whether more than a lease has passed: Temporal was away, or a person was asked. A primary that
   * was dead or silent then may well be open again.
   */
  private boolean isStale(long asked) {
    return stale < MOST_STALE
        && Workflow.currentTimeMillis() - asked > plan.spec().leaseTimeout().toMillis()
        && CodeChange.isSince(FORGETS);
  }

  private static boolean mayAnswerFirst(long begun) {
    return Workflow.currentTimeMillis() - begun < FIRST_ANSWERS.toMillis()
        && CodeChange.isSince(HEARS_ALL);
  }

  private boolean mayAnswerYet() {
    return unanswered < MOST_UNANSWERED && CodeChange.isSince(ASKS_AGAIN);
  }

  /** Whether a candidate lacks something that the fenced, living server can still send. */
  private boolean mayStillArrive(Selection selection) {
    return plan.lossFreeOnly()
        && arrivals < MOST_ARRIVALS
        && selection.fence().filter(fence -> fence.server() == ServerState.UP).isPresent()
        && !selection.lossOf(selection.ranked().getFirst()).isEmpty();
  }

  private Selection checked(Selection selection) throws FailoverEnded {
    if (!plan.lossFreeOnly()) {
      return selection;
    }
    Optional<String> doubt = selection.doubt(CodeChange.isSince(PROVES));
    if (doubt.isPresent()) {
      throw new FailoverEnded(Outcome.NO_CANDIDATE, "nothing may be lost now, and " + doubt.get());
    }
    return selection;
  }
}
