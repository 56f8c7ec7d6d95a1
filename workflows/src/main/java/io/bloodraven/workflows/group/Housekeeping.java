package io.bloodraven.workflows.group;

import io.bloodraven.api.group.GroupRef;
import io.bloodraven.api.group.GroupSpec;
import io.bloodraven.workflows.decision.ActiveSite;
import io.bloodraven.workflows.decision.GroupSnapshot;
import io.bloodraven.workflows.decision.Testimony;
import io.bloodraven.workflows.group.Chores.Chore;
import io.bloodraven.workflows.wire.CodeChange;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps Kubernetes in step with what was decided: objects, users, routes, status and Events. All of
 * it beside the loop, none of it in the way of a failover.
 */
final class Housekeeping {
  /** Failures that are told as Events of the same name, for a person has to act. */
  private static final Set<String> TOLD =
      Set.of(
          GroupActivities.SECRET_NOT_FOUND,
          GroupActivities.SECRET_MISSING_KEY,
          GroupActivities.CREDENTIAL_RECONCILE_FAILED);

  private final GroupRef group;
  private final GroupMemory memory;
  private final Errands errands;
  private final Chores chores;
  private final Announcements announcements;
  private boolean deleted;
  private boolean gone;

  Housekeeping(
      GroupRef group,
      GroupMemory memory,
      Errands errands,
      Chores chores,
      Announcements announcements) {
    this.group = group;
    this.memory = memory;
    this.errands = errands;
    this.chores = chores;
    this.announcements = announcements;
  }

  /** Whether the resource is gone. */
  boolean gone() {
    return gone;
  }

  /** Somebody says that the resource is being deleted: it is read before that is believed. */
  void checkDeletion() {
    chores.ask(Chore.CHECK_DELETION);
  }

  /** From now on nothing is done but to let go of what the group holds. */
  void delete() {
    errands.callOff("");
    deleted = true;
    chores.ask(Chore.RELEASE);
  }

  private void released(boolean stays) {
    gone = !stays;
    deleted = gone;
    if (stays) {
      chores.ask(Chore.READ_SPEC);
    }
  }

  boolean deleted() {
    return deleted;
  }

  /** The resource and its objects; goes on also during a failover. */
  void tendObjects() {
    if (takes(Chore.RELEASE)) {
      run(
          Chore.RELEASE,
          () -> Async.function(GroupCalls.group("remove taints and finalizer")::release, group),
          this::released);
    }
    if (deleted) {
      return;
    }
    if (takes(Chore.CHECK_DELETION)) {
      run(
          Chore.CHECK_DELETION,
          () ->
              Async.function(GroupCalls.group("is the resource being deleted?")::isLeaving, group),
          leaving -> {
            if (leaving) {
              delete();
            } else {
              chores.ask(Chore.READ_SPEC);
            }
          });
    }
    if (takes(Chore.READ_SPEC)) {
      run(
          Chore.READ_SPEC,
          () -> Async.function(GroupCalls.group("read the resource")::readSpec, group),
          this::specRead);
    }
    if (memory.knowsSpec() && takes(Chore.APPLY_OBJECTS)) {
      String active = memory.activeSite();
      run(
          Chore.APPLY_OBJECTS,
          () -> Async.function(GroupCalls.group("apply every object")::applyObjects, group, active),
          leftovers -> applied(active, leftovers),
          () -> routeIfMoved(active));
    }
  }

  /**
   * Keeps in mind what is left of earlier sites.
   *
   * @param leftovers null when a worker of old applied the objects
   */
  private void applied(String active, @Nullable List<String> leftovers) {
    memory.leftovers(leftovers == null ? List.of() : leftovers);
    routeIfMoved(active);
  }

  /** DNS and taints were pointed to a site that has been failed over from meanwhile. */
  private void routeIfMoved(String active) {
    if (!active.isEmpty()
        && !active.equals(memory.activeSite())
        && CodeChange.isSince("route-after-late-apply")) {
      memory.forgetRoute();
    }
  }

  private void specRead(Optional<GroupSpec> read) {
    if (read.isEmpty()) {
      gone = true;
    } else {
      boolean wasRemoved = memory.activeIsRemoved();
      memory.take(read.get());
      if (memory.activeIsRemoved() && !wasRemoved) {
        announcements.add(
            true, "ActiveSiteRemoved", StatusReport.activeIsRemoved(memory.activeSite()));
      }
      chores.ask(Chore.APPLY_OBJECTS);
    }
  }

  /** What is done only while no failover runs: writes come before words. */
  void tendRest(GroupSnapshot snapshot, StatusReport.Present present) {
    tendUsers();
    tendRoute(snapshot);
    tendRemovedSites(snapshot, present);
    tendEvents();
    tendStatus(snapshot, present);
  }

  private void tendUsers() {
    if (!memory.usersAreMissing()) {
      chores.drop(Chore.ENSURE_USERS);
      return;
    }
    chores.askUnlessWaiting(Chore.ENSURE_USERS);
    if (takes(Chore.ENSURE_USERS)) {
      String active = memory.activeSite();
      long generation = memory.spec().generation();
      run(
          Chore.ENSURE_USERS,
          () ->
              Async.procedure(
                  GroupCalls.group("create users at " + active)::ensureUsers, group, active),
          ensured -> memory.usersExist(generation));
    }
  }

  private void tendRoute(GroupSnapshot snapshot) {
    if (snapshot.activeSite().isEmpty()) {
      return;
    }
    Route wanted =
        Route.wanted(snapshot.spec().siteNames(), snapshot.activeSite(), new Testimony(snapshot));
    Route routed = memory.routed();
    if (wanted.equals(routed)) {
      chores.drop(Chore.ROUTE);
      return;
    }
    chores.askUnlessWaiting(Chore.ROUTE);
    if (takes(Chore.ROUTE)) {
      boolean labelsOnly = routed != null && routed.activeSite().equals(wanted.activeSite());
      run(Chore.ROUTE, () -> route(wanted, labelsOnly), done -> memory.routed(wanted));
    }
  }

  /**
   * Only while the active site is open and no failover runs: until then each site may be needed.
   */
  private void tendRemovedSites(GroupSnapshot snapshot, StatusReport.Present present) {
    List<String> removed = memory.removedSites();
    boolean settled =
        !present.failingOver()
            && ActiveSite.judge(snapshot, new Testimony(snapshot)).condition()
                == ActiveSite.Condition.OPEN;
    if (removed.isEmpty() || !settled) {
      chores.drop(Chore.REMOVE_SITES);
      return;
    }
    chores.askUnlessWaiting(Chore.REMOVE_SITES);
    if (takes(Chore.REMOVE_SITES)) {
      String active = memory.activeSite();
      String names = String.join(", ", removed);
      run(
          Chore.REMOVE_SITES,
          () -> Async.function(GroupCalls.group("take down " + names)::removeSites, group, active),
          left -> {
            memory.leftovers(left);
            announcements.add(
                false,
                "SitesRemoved",
                "spec.sites no longer has " + names + ": taken down, but for the volumes");
          });
    }
  }

  private Promise<Void> route(Route wanted, boolean labelsOnly) {
    String active = wanted.activeSite();
    Promise<Void> labels =
        Async.procedure(
            GroupCalls.routing("label the pods, " + active + " is primary")::labelPods,
            group,
            wanted.labels());
    if (labelsOnly) {
      return labels;
    }
    return Promise.allOf(
        labels,
        Async.procedure(GroupCalls.routing("point DNS to " + active)::pointDns, group, active),
        Async.procedure(
            GroupCalls.routing("taint nodes outside " + active)::taintNodes, group, active));
  }

  private void tendEvents() {
    if (announcements.isEmpty()) {
      chores.drop(Chore.RECORD_EVENT);
      return;
    }
    chores.askUnlessWaiting(Chore.RECORD_EVENT);
    if (!takes(Chore.RECORD_EVENT)) {
      return;
    }
    GroupEvent event = announcements.take().orElseThrow();
    run(
        Chore.RECORD_EVENT,
        () ->
            Async.procedure(GroupCalls.group("Event " + event.reason())::recordEvent, group, event),
        recorded -> {},
        () -> announcements.putBack(event));
  }

  private void tendStatus(GroupSnapshot snapshot, StatusReport.Present present) {
    DecidedStatus status = new StatusReport(memory, snapshot, present).build();
    Workflow.setCurrentDetails(headline(status));
    if (status.equals(memory.written())) {
      chores.drop(Chore.WRITE_STATUS);
      return;
    }
    chores.askUnlessWaiting(Chore.WRITE_STATUS);
    if (takes(Chore.WRITE_STATUS)) {
      List<String> recovered = Recovered.sites(memory.written(), status, snapshot);
      run(
          Chore.WRITE_STATUS,
          () ->
              Async.procedure(
                  GroupCalls.group("write status: " + status.phase())::writeStatus, group, status),
          written -> {
            memory.written(status);
            tellOf(recovered);
          });
    }
  }

  /** For whoever looks at the workflow. */
  private static String headline(DecidedStatus status) {
    String writes =
        status.activeSite().isEmpty()
            ? "no site takes writes"
            : status.activeSite() + " takes writes";
    return "**%s**: %s, epoch %d".formatted(status.phase(), writes, status.epoch());
  }

  private void tellOf(List<String> recovered) {
    if (!recovered.isEmpty() && CodeChange.isSince("site-recovered")) {
      recovered.forEach(site ->
          announcements.add(
              false, "SiteRecovered", site + " replicates from " + memory.activeSite() + " again"));
    }
  }

  /** What does not succeed, for status; status itself and Events cannot be told there. */
  List<String> troubles() {
    return chores.troubles();
  }

  private boolean takes(Chore chore) {
    return !errands.isRunning(chore.name()) && chores.take(chore, now());
  }

  private <T> void run(Chore chore, Supplier<Promise<T>> work, Consumer<T> whenDone) {
    run(chore, work, whenDone, () -> {});
  }

  private <T> void run(
      Chore chore, Supplier<Promise<T>> work, Consumer<T> whenDone, Runnable whenFailed) {
    errands.start(
        chore.name(),
        work,
        result -> {
          chores.done(chore);
          whenDone.accept(result);
        },
        failure -> {
          if (chores.failed(chore, now(), describe(failure))) {
            tell(failure);
          }
          whenFailed.run();
        });
  }

  /** Once, not at each attempt: the same trouble as before does not come here. */
  private void tell(RuntimeException failure) {
    if (failure.getCause() instanceof ApplicationFailure cause
        && TOLD.contains(cause.getType())
        && CodeChange.isSince("credential-events")) {
      announcements.add(true, cause.getType(), cause.getOriginalMessage());
    }
  }

  private static String describe(RuntimeException failure) {
    Throwable cause = failure.getCause();
    return String.valueOf((cause == null ? failure : cause).getMessage());
  }

  private static Instant now() {
    return Instant.ofEpochMilli(Workflow.currentTimeMillis());
  }
}
