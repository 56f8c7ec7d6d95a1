package io.bloodraven.watcher.tracking;

import io.bloodraven.api.health.Observation;
import io.bloodraven.api.health.Sighting;
import io.bloodraven.api.health.Verdict;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A group as this watcher sees it at one moment.
 *
 * @param settled whether every site was heard once, or had the time to be: before that an
 *     observation would only tell that this watcher has just started
 */
public record GroupSight(List<SiteSight> sites, boolean settled) {
  public GroupSight {
    sites = List.copyOf(sites);
  }

  /** What is worth a signal when it changes. */
  public TransitionKey key() {
    return TransitionKey.of(sightings());
  }

  /** Whether the group is as it should be: clients have a place to write. */
  public boolean writable() {
    return sites.stream().anyMatch(site -> site.sighting().verdict() == Verdict.WRITABLE);
  }

  /** Whether some site's own sidecar says that its server is dead. */
  public boolean anyDead() {
    return sites.stream().anyMatch(site -> site.sighting().verdict() == Verdict.DEAD);
  }

  /**
   * The site that is open for writes, as far as this watcher hears it now. A site open at an older
   * epoch than another is a stray and never the answer.
   */
  public Optional<SiteSight> active() {
    return sites.stream()
        .filter(site -> site.audible() && site.sighting().verdict() == Verdict.WRITABLE)
        .max(Comparator.comparingLong(site -> site.sighting().holdingEpoch()));
  }

  /** The same as a message to the group's workflow. */
  public Observation observation(String vantagePoint, long sequence, Instant at) {
    return new Observation(vantagePoint, sequence, at, sightings());
  }

  private List<Sighting> sightings() {
    return sites.stream().map(SiteSight::sighting).toList();
  }
}
