package io.bloodraven.playground.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Looks on from outside, with the one true clock. A server begins to be open, or goes on to be,
 * only when it is opened or its deadline moves: so that is when the invariants of safety.md 8 are
 * looked at.
 */
final class Referee {
  private final World world;
  private final List<Pod> pods = new ArrayList<>();
  private final Map<Long, Site> openers = new HashMap<>();
  private long highestOpened;
  private @Nullable Pod highestOpener;
  private @Nullable String violation;

  Referee(World world) {
    this.world = world;
  }

  void watch(Pod pod) {
    pods.add(pod);
  }

  /** The server of that pod may take writes from now on, or for longer than before. */
  void open(Pod pod, long epoch) {
    if (epoch < highestOpened || (epoch == highestOpened && pod != highestOpener)) {
      fail(pod + " is open at epoch " + epoch + " after " + highestOpener + " at " + highestOpened);
      return;
    }
    if (epoch > highestOpened) {
      world.count(Happening.OPENED);
      highestOpened = epoch;
      highestOpener = pod;
      openers.put(epoch, pod.site());
    } else {
      world.count(Happening.REOPENED);
    }
    for (Pod other : pods) {
      if (other != pod && other.server().isOpen()) {
        fail(
            "open at once: %s at epoch %d and %s at epoch %d"
                .formatted(pod, epoch, other, other.server().epoch()));
      }
    }
  }

  /** A dead-man's switch closed a server whose sidecar had all the time it needs. */
  void lateClosing(Pod pod) {
    fail("the sidecar of " + pod + " was awake and did not close the server in time");
  }

  /** The group says of itself that this site is active at that epoch. */
  void claimedActive(String site, long epoch) {
    Site opener = openers.get(epoch);
    if (opener == null || !opener.name().equals(site)) {
      fail("the group calls " + site + " active at epoch " + epoch + ", which it never was");
    }
  }

  /** All faults are over since long: one site is open, and the group knows which. */
  void converged(Group group) {
    List<Pod> open = pods.stream().filter(pod -> pod.server().isOpen()).toList();
    if (open.size() != 1
        || !open.getFirst().site().name().equals(group.activeSite())
        || open.getFirst().server().epoch() != group.epoch()) {
      fail(
          "long after the last fault these are open: %s, and the group calls %s active at epoch %d"
              .formatted(open, group.activeSite(), group.epoch()));
    } else {
      world.count(Happening.CONVERGED);
    }
  }

  void fail(String what) {
    if (violation == null) {
      violation = what;
      world.trace("referee", what);
    }
  }

  @Nullable String violation() {
    return violation;
  }
}
