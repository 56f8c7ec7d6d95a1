package io.bloodraven.sidecar.lease;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The holder's view of who must vouch. From the moment a change is sent until its outcome is known
 * the old list and the new one both bind: either may be the one a candidate reads.
 */
final class Electorate {
  private final String self;
  private final Map<String, Long> vouchedAt = new HashMap<>();
  private final Map<String, Long> returnedAt = new HashMap<>();
  private List<String> current;
  private List<String> pending;
  private List<String> dropped;

  Electorate(String self, List<String> sites, List<String> dropped, long now) {
    this.self = self;
    this.current = List.copyOf(sites);
    this.pending = current;
    this.dropped = List.copyOf(dropped);
    current.forEach(site -> vouchedAt.put(site, now));
  }

  /** Sites of both lists. */
  List<String> binding() {
    Set<String> sites = new LinkedHashSet<>(current);
    sites.addAll(pending);
    return List.copyOf(sites);
  }

  /** Whose promises a round needs, all of them. */
  Set<String> mustVouch() {
    return without(binding(), Set.of(self));
  }

  /** Who is asked: dropped sites too, so that they can come back. */
  Set<String> asked() {
    Set<String> sites = new LinkedHashSet<>(binding());
    sites.addAll(dropped);
    sites.remove(self);
    return sites;
  }

  List<String> dropped() {
    return dropped;
  }

  boolean isSettled() {
    return current.equals(pending);
  }

  void vouched(String site, boolean replicating, long now) {
    vouchedAt.put(site, now);
    if (replicating && dropped.contains(site)) {
      returnedAt.put(site, now);
    }
  }

  /** The change that is due, if any; it binds from now on. */
  Optional<LeaseRecord> propose(LeaseRecord lease, LeaseTimings timings, long now) {
    if (!isSettled()) {
      return Optional.empty();
    }
    Set<String> leaving = new LinkedHashSet<>();
    for (String site : mustVouch()) {
      if (now - vouchedAt.getOrDefault(site, now) >= timings.electorateGrace()) {
        leaving.add(site);
      }
    }
    Set<String> returning = new LinkedHashSet<>();
    for (String site : dropped) {
      long at = returnedAt.getOrDefault(site, LeaseTimings.NEVER);
      if (!current.contains(site) && now - at <= 2 * timings.peerInterval()) {
        returning.add(site);
      }
    }
    if (leaving.isEmpty() && returning.isEmpty()) {
      return Optional.empty();
    }
    pending = plus(without(current, leaving), returning);
    return Optional.of(lease.withElectorate(pending, plus(without(dropped, returning), leaving)));
  }

  /** A record of this holder that is newer than any change it sent: that is the list now. */
  void settle(LeaseRecord lease, long now) {
    current = lease.electorate();
    pending = current;
    dropped = lease.dropped();
    current.forEach(site -> vouchedAt.putIfAbsent(site, now));
  }

  private static Set<String> without(List<String> sites, Set<String> leaving) {
    Set<String> left = new LinkedHashSet<>(sites);
    left.removeAll(leaving);
    return left;
  }

  private static List<String> plus(Set<String> sites, Set<String> more) {
    Set<String> all = new LinkedHashSet<>(sites);
    all.addAll(more);
    return new ArrayList<>(all);
  }
}
