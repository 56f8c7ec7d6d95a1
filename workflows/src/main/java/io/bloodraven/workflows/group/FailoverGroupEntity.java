package io.bloodraven.workflows.group;

import io.bloodraven.api.group.GroupRef;
import io.bloodraven.api.health.Observation;
import io.bloodraven.workflows.decision.ActiveSite;
import io.bloodraven.workflows.decision.Bar;
import io.bloodraven.workflows.decision.Decider;
import io.bloodraven.workflows.decision.Decision;
import io.bloodraven.workflows.decision.GroupSnapshot;
import io.bloodraven.workflows.decision.Testimony;
import io.bloodraven.workflows.failover.FailoverPlan;
import io.bloodraven.workflows.group.Chores.Chore;
import io.bloodraven.workflows.wire.CodeChange;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Sequences listen, decide, act; everything slow runs beside the loop, so that an emergency is
 * heard at any time. A group that is well waits for a signal and for nothing else: no timer, no
 * activity.
 */
public final class FailoverGroupEntity implements FailoverGroupWorkflow {
  /** History of a run that an idle group takes along before it starts a new one. */
  static final int LONG_HISTORY = 200;

  /** A step that is due waits at least this long, so that no clock can make the loop spin. */
  private static final Duration SHORTEST_WAIT = Duration.ofMillis(20);

  private static final Duration ASK_AGAIN = Duration.ofSeconds(5);

  private final GroupRef group;
  private final Inbox inbox = new Inbox();
  private final Errands errands = new Errands();
  private final Announcements announcements = new Announcements();
  private final Chores chores;
  private final GroupMemory memory;
  private final Housekeeping housekeeping;
  private final Repairs repairs;
  private final Emergency emergency;
  private Alarm alarm = Alarm.NONE;

  /** Signals may arrive before {@link #run}; so everything is there from the start. */
  @WorkflowInit
  public FailoverGroupEntity(GroupRef group, @Nullable GroupState carried) {
    this.group = group;
    GroupState state = carried == null ? GroupMemory.blank(now(), Chore.READ_SPEC.name()) : carried;
    chores = new Chores(state.due());
    memory = new GroupMemory(state);
    housekeeping = new Housekeeping(group, memory, errands, chores, announcements);
    repairs = new Repairs(group, memory, errands, announcements);
    emergency = new Emergency(group, memory, errands, announcements);
  }

  @Override
  public void run(GroupRef sameGroup, @Nullable GroupState sameState) {
    while (!housekeeping.gone()) {
      listen();
      errands.collect();
      housekeeping.tendObjects();
      Optional<Instant> lookAgain =
          memory.knowsSpec() && !housekeeping.deleted() ? act() : Optional.empty();
      rest(lookAgain);
    }
    errands.callOff("");
  }

  private void listen() {
    inbox.takeObservations().forEach(observation -> memory.hear(observation, now()));
    inbox.takeAdmission().ifPresent(this::admit);
    inbox
        .takeChange()
        .ifPresent(change -> {
          if (!change.deleted()) {
            chores.ask(Chore.READ_SPEC);
            labelAnew(change);
          } else if (CodeChange.isSince("read-before-release")) {
            housekeeping.checkDeletion();
          } else {
            housekeeping.delete();
          }
        });
  }

  private void admit(Admission admission) {
    Optional<Bar> bar = Optional.ofNullable(admission.site()).flatMap(memory::barOf);
    Optional<String> objection =
        memory.knowsSpec()
            ? admission.objection(memory.spec(), bar, openSite())
            : Optional.of("the group's resource was not read yet");
    if (objection.isPresent()) {
      announcements.add(true, "AdmissionRefused", objection.get());
      return;
    }
    memory.bar(bar.orElseThrow().with(true));
    announcements.add(
        true, "SiteAdmitted", admission.site() + " may be promoted: a person has decided so");
  }

  /** Empty when none takes writes. */
  private String openSite() {
    GroupSnapshot snapshot = snapshot();
    ActiveSite active = ActiveSite.judge(snapshot, new Testimony(snapshot));
    return active.condition() == ActiveSite.Condition.OPEN ? memory.activeSite() : "";
  }

  /** Labels of pods are in no object that is applied. */
  private void labelAnew(ResourceChange change) {
    if (!change.drift().isEmpty() && CodeChange.isSince("label-after-drift")) {
      memory.forgetLabels();
    }
  }

  /** Answers when time alone may change something. */
  private Optional<Instant> act() {
    repairs.keepOnly(memory.spec().siteNames());
    Optional<Instant> lookAgain = emergency.isRunning() ? Optional.empty() : decide();
    GroupSnapshot snapshot = snapshot();
    if (emergency.isRunning() && !emergency.takesLong(now())) {
      return Optional.of(emergency.longAt());
    }
    housekeeping.tendRest(
        snapshot,
        new StatusReport.Present(
            emergency.isRunning(), repairs.doing(), alarm.message(), housekeeping.troubles()));
    return lookAgain;
  }

  private Optional<Instant> decide() {
    while (true) {
      GroupSnapshot snapshot = snapshot();
      Testimony testimony = new Testimony(snapshot);
      switch (Decider.decide(snapshot)) {
        case Decision.Bootstrap bootstrap -> {
          return emergency(memory.plan(bootstrap.candidates(), false, "first opening"));
        }
        case Decision.FailOver failOver -> {
          return emergency(
              memory.plan(failOver.candidates(), failOver.lossFreeOnly(), failOver.cause()));
        }
        case Decision.Reassert reassert -> {
          return emergency(memory.plan(reassert.candidates(), false, reassert.cause()));
        }
        case Decision.Adopt adopt -> {
          if (!adopt(adopt)) {
            return Optional.of(now().plus(ASK_AGAIN));
          }
        }
        case Decision.FenceStray stray ->
            repairs.fenceStray(stray.site(), stray.itsEpoch(), testimony);
        case Decision.Rejoin rejoin -> repairs.rejoin(rejoin.site(), rejoin.reason(), testimony);
        case Decision.Repoint repoint ->
            repairs.rejoin(repoint.site(), "its source is another site", testimony);
        case Decision.Clone clone -> repairs.cloneFrom(clone.site(), clone.donor(), testimony);
        case Decision.Alert alert -> {
          alarm = alarm.raise(alert, announcements);
          return alert.lookAgainAt();
        }
        case Decision.Keep keep -> {
          alarm = Alarm.NONE;
          return keep.lookAgainAt();
        }
      }
    }
  }

  /**
   * What was heard may be a lie, and to believe it would close the primary; the Lease is none.
   *
   * @return false when the Lease could not be read
   */
  private boolean adopt(Decision.Adopt heard) {
    if (!CodeChange.isSince("read-before-adoption")) {
      memory.adopt(heard.site(), heard.epoch());
      return true;
    }
    try {
      String question = "does the Lease name %s at %d?".formatted(heard.site(), heard.epoch());
      if (GroupCalls.question(question).reigns(group, heard.site(), heard.epoch())) {
        memory.adopt(heard.site(), heard.epoch());
      } else {
        memory.disbelieve(heard.site(), heard.epoch());
      }
      return true;
    } catch (ActivityFailure unanswered) {
      return false;
    }
  }

  private Optional<Instant> emergency(FailoverPlan plan) {
    repairs.callOff();
    emergency.start(plan);
    return Optional.empty();
  }

  private GroupSnapshot snapshot() {
    return memory.snapshot(repairs.busy(), now());
  }

  /** Waits for news, for something to be finished, or for the time to look again. */
  private void rest(Optional<Instant> lookAgain) {
    if (inbox.hasNews() || errands.anyFinished() || housekeeping.gone()) {
      return;
    }
    boolean idle =
        errands.isEmpty() && announcements.isEmpty() && Workflow.isEveryHandlerFinished();
    if (idle && historyIsLong()) {
      Workflow.continueAsNew(group, memory.toState(chores.names()));
    }
    Optional<Instant> wake =
        Stream.concat(lookAgain.stream(), chores.nextAfter(now()).stream()).min(Instant::compareTo);
    if (wake.isEmpty()) {
      Workflow.await(this::somethingHappened);
    } else {
      Duration wait = Duration.between(now(), wake.get());
      Workflow.await(
          wait.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : wait, this::somethingHappened);
    }
  }

  private static boolean historyIsLong() {
    return Workflow.getInfo().getHistoryLength() > LONG_HISTORY
        || Workflow.getInfo().isContinueAsNewSuggested();
  }

  private boolean somethingHappened() {
    return inbox.hasNews() || errands.anyFinished();
  }

  @Override
  public void observed(Observation observation) {
    inbox.put(observation);
  }

  @Override
  public void resourceChanged(ResourceChange change) {
    inbox.put(change);
  }

  @Override
  public void admitSite(@Nullable Admission admission) {
    inbox.put(admission);
  }

  @Override
  public GroupView view() {
    DecidedStatus written = memory.written();
    String phase = written == null ? "Bootstrapping" : written.phase();
    return new GroupView(
        memory.activeSite(), memory.epoch(), phase, emergency.story(), memory.history());
  }

  private static Instant now() {
    return Instant.ofEpochMilli(Workflow.currentTimeMillis());
  }
}
