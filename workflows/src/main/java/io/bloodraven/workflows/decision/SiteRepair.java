package io.bloodraven.workflows.decision;

import io.bloodraven.api.health.Replication;
import io.bloodraven.api.health.Sighting;
import io.bloodraven.api.health.Verdict;
import java.time.Instant;
import java.util.Optional;

/** What a site other than the active one needs, judged by the newest word from the site itself. */
final class SiteRepair {
  private final GroupSnapshot group;
  private final Testimony testimony;

  SiteRepair(GroupSnapshot group, Testimony testimony) {
    this.group = group;
    this.testimony = testimony;
  }

  /** A site that is open at an epoch that is over; whatever the active site does. */
  Optional<Decision> stray(String site) {
    return heardAndFree(site)
        .filter(seen -> seen.verdict() == Verdict.WRITABLE)
        .filter(seen -> seen.holdingEpoch() < group.epoch())
        .filter(seen -> due(site, seen) || (group.isBarred(site) && isBlocked(site, seen)))
        .map(seen -> new Decision.FenceStray(site, seen.holdingEpoch()));
  }

  /** What makes a closed site a replica of the (open) active one. */
  Optional<Decision> next(String site) {
    return heardAndFree(site)
        .filter(seen -> seen.verdict() == Verdict.CLOSED)
        .filter(seen -> due(site, seen))
        .flatMap(seen -> needed(site, seen));
  }

  /** When the next attempt may be made, for a site that needs one and has to wait. */
  Optional<Instant> waitsUntil(String site) {
    return heardAndFree(site)
        .filter(seen -> seen.verdict() == Verdict.CLOSED || seen.verdict() == Verdict.WRITABLE)
        .filter(seen -> group.isBarred(site) || !testimony.follows(seen))
        .filter(seen -> !isBlocked(site, seen) || comparesAgain(site, seen))
        .flatMap(seen -> recovery(site, seen))
        .map(Recovery::notBefore)
        // what is due already needs no attempt: a site that claims the active one's epoch, say
        .filter(at -> at.isAfter(group.now()));
  }

  private Optional<Decision> needed(String site, Sighting seen) {
    boolean clone =
        recovery(site, seen).filter(r -> r.stage() == Recovery.Stage.NEEDS_CLONE).isPresent();
    Replication replication = seen.replication();
    if (testimony.follows(seen)) {
      return group.isBarred(site)
          ? Optional.of(new Decision.Rejoin(site, "it is to be compared again"))
          : Optional.empty();
    }
    if (clone || (replication == null && seen.gtidReceived().isEmpty())) {
      return Optional.of(new Decision.Clone(site, group.activeSite()));
    }
    if (replication == null) {
      return Optional.of(new Decision.Rejoin(site, "it has no source"));
    }
    if (!replication.sourceHost().equals(group.spec().ref().internalHost(group.activeSite()))) {
      return Optional.of(new Decision.Repoint(site, group.activeSite()));
    }
    return Optional.of(new Decision.Rejoin(site, "its replication has stopped"));
  }

  private boolean due(String site, Sighting seen) {
    return recovery(site, seen)
        .map(recovery ->
            recovery.stage() == Recovery.Stage.BLOCKED
                ? group.isAdmitted(site) || (comparesAgain(site, seen) && isPast(recovery))
                : isPast(recovery))
        .orElse(true);
  }

  private boolean isPast(Recovery recovery) {
    return !group.now().isBefore(recovery.notBefore());
  }

  private boolean isBlocked(String site, Sighting seen) {
    return recovery(site, seen)
        .filter(recovery -> recovery.stage() == Recovery.Stage.BLOCKED)
        .isPresent();
  }

  /** It follows all the same: a person may have made good what it had alone. */
  private boolean comparesAgain(String site, Sighting seen) {
    return group.isBarred(site) && testimony.follows(seen);
  }

  private Optional<Recovery> recovery(String site, Sighting seen) {
    return Optional.ofNullable(group.recoveries().get(site))
        .filter(recovery -> !recovery.outdated(group.epoch(), seen.podUid()));
  }

  private Optional<Sighting> heardAndFree(String site) {
    return group.busy().contains(site) ? Optional.empty() : testimony.lastHeard(site);
  }
}
