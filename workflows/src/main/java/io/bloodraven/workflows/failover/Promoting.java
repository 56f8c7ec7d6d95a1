package io.bloodraven.workflows.failover;

import io.bloodraven.api.gtid.GtidSet;
import io.bloodraven.api.lease.FenceProof;
import io.bloodraven.api.lease.FenceReply;
import io.bloodraven.workflows.decision.Candidate;
import io.bloodraven.workflows.failover.FailoverResult.Outcome;
import io.bloodraven.workflows.wire.CodeChange;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The second half of a failover: prepare and promote, candidate after candidate. */
final class Promoting {
  /**
   * The new primary.
   *
   * @param loss everything that some site is known to have had and that it lacks
   */
  record Opened(Candidate candidate, long epoch, Promotion promotion, GtidSet loss) {}

  /** Name of the change that asks nobody for a word that could not help. */
  private static final String ENDS_AT_ONCE = "end when no site is in the electorate";

  private final FailoverPlan plan;
  private final StepRunner steps;
  private final Selecting selecting;
  private final List<FenceProof> proofs = new ArrayList<>();
  private GtidSet closedWith = GtidSet.EMPTY;
  private long epoch;
  private String candidate = "";

  Promoting(FailoverPlan plan, StepRunner steps, Selecting selecting) {
    this.plan = plan;
    this.steps = steps;
    this.selecting = selecting;
    this.epoch = plan.epoch();
  }

  /** Epoch that is tried now. */
  long epoch() {
    return epoch;
  }

  /** Site that is tried now, empty before. */
  String candidate() {
    return candidate;
  }

  Opened open(Selection selection) throws FailoverEnded {
    selection.fence().ifPresent(this::keepProof);
    Optional<Promise<FenceReply>> late = fenceMeanwhile(selection);
    Deque<Candidate> queue = new ArrayDeque<>(selection.ranked());
    Deque<Candidate> lesser = new ArrayDeque<>(selection.lesser());
    while (true) {
      Candidate next = queue.removeFirst();
      candidate = next.site();
      if (prepare(next, queue, lesser)) {
        late.ifPresent(this::keepLateProof);
        return opened(selection, next, promote(next));
      }
      // The one left behind may hold the Lease: its successor needs a higher epoch and its word.
      epoch++;
      selecting.fence(next.site(), epoch).ifPresent(this::keepProof);
    }
  }

  /** It may have received more since it was assessed, and the old primary may have said so late. */
  private Opened opened(Selection selection, Candidate next, Promotion promotion) {
    GtidSet loss = selection.lossOf(next).union(closedWith.subtract(next.received()));
    return new Opened(
        next, epoch, promotion, loss.subtract(Finding.known(promotion.gtidExecuted())));
  }

  /**
   * A site that nobody hears is asked to close while the candidate gets ready: most often its lease
   * just runs out, and nothing is gained by waiting for that first.
   */
  private Optional<Promise<FenceReply>> fenceMeanwhile(Selection selection) {
    boolean grantToFrom = selection.ranked().getFirst().site().equals(plan.from());
    if (plan.from().isEmpty() || selection.fence().isPresent() || grantToFrom) {
      return Optional.empty();
    }
    FailoverActivities activities =
        Workflow.newActivityStub(
            FailoverActivities.class,
            Step.FENCE.options("fence " + plan.from() + ", by whichever way"));
    return Optional.of(
        Async.function(
            activities::fence,
            plan.spec().ref(),
            plan.spec().siteNames(),
            plan.from(),
            epoch,
            plan.cause()));
  }

  /** False when this candidate is to be left for the next one in the queue. */
  private boolean prepare(Candidate next, Deque<Candidate> queue, Deque<Candidate> lesser)
      throws FailoverEnded {
    String story = "claim epoch " + epoch + " for " + next.site() + ", apply what it received";
    while (true) {
      String trouble;
      try {
        Optional<Preparation> done =
            steps.perform(
                Step.PREPARE,
                story,
                step ->
                    Workflow.newActivityStub(FailoverActivities.class, step.options(story))
                        .prepare(plan.spec().ref(), next.site(), epoch, List.copyOf(proofs)));
        if (done.isPresent()) {
          return true;
        }
        trouble = "skipped by a person";
      } catch (CandidateUnfit unfit) {
        trouble = unfit.reason();
        if (queue.isEmpty()
            && mayBeHelped(unfit, lesser)
            && !steps.skipped(
                Step.PREPARE,
                next.site()
                    + " cannot be promoted ("
                    + trouble
                    + ") and no other candidate has as much; skipStep accepts a loss",
                Selecting.PERSONS_TIME)) {
          continue;
        }
      }
      if (queue.isEmpty() && lesser.isEmpty()) {
        throw new FailoverEnded(
            Outcome.NO_CANDIDATE, next.site() + " cannot be prepared: " + trouble);
      }
      if (queue.isEmpty()) {
        queue.add(lesser.removeFirst());
      }
      return false;
    }
  }

  /** Whether a person could mend it, or have another site promoted. */
  private static boolean mayBeHelped(CandidateUnfit unfit, Deque<Candidate> lesser) {
    return unfit.isMendable() || !lesser.isEmpty() || !CodeChange.isSince(ENDS_AT_ONCE);
  }

  private Promotion promote(Candidate next) throws FailoverEnded {
    String story = "open " + next.site() + " at epoch " + epoch;
    return steps
        .perform(
            Step.PROMOTE,
            story,
            step ->
                Workflow.newActivityStub(FailoverActivities.class, step.options(story))
                    .promote(plan.spec().ref(), next.site(), epoch, List.copyOf(proofs)))
        .orElseThrow();
  }

  private void keepProof(FenceReply reply) {
    closedWith = closedWith.union(Finding.known(reply.gtidExecuted()));
    FenceProof proof = reply.proof();
    if (reply.fenced() && proof != null) {
      proofs.add(proof);
    }
  }

  private void keepLateProof(Promise<FenceReply> late) {
    try {
      keepProof(late.get());
    } catch (ActivityFailure unheard) {
      Workflow.getLogger(Promoting.class)
          .info(
              "group={} site={} epoch={} not fenced, its lease has to run out: {}",
              plan.spec().ref(),
              plan.from(),
              epoch,
              StepRunner.reason(unheard));
    }
  }
}
