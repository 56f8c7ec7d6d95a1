package io.bloodraven.watcher.tracking;

import io.bloodraven.api.health.Replication;
import io.bloodraven.api.health.Sighting;
import io.bloodraven.api.health.Verdict;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What of an observation is worth a signal: two observations with equal keys tell the group's
 * workflow the same. GTID sets and seconds of lag are left out on purpose, for they move all the
 * time.
 */
public record TransitionKey(List<SiteKey> sites) {
  public TransitionKey {
    sites = List.copyOf(sites);
  }

  static TransitionKey of(List<Sighting> sightings) {
    return new TransitionKey(sightings.stream().map(SiteKey::of).toList());
  }

  /**
   * Whether both say the same of every site's pod; they may differ in what a failover can wait for.
   */
  public boolean sameVerdicts(TransitionKey other) {
    return sites.stream()
        .map(SiteKey::verdictOnPod)
        .toList()
        .equals(other.sites.stream().map(SiteKey::verdictOnPod).toList());
  }

  /** One line for a log: site and verdict of each site. */
  public String summary() {
    return sites.stream()
        .map(site -> site.site() + "=" + site.verdict())
        .collect(Collectors.joining(" "));
  }

  /** The part of one site. */
  record SiteKey(
      String site,
      Verdict verdict,
      String podUid,
      long holdingEpoch,
      long highestEpoch,
      String sourceHost,
      String receiver,
      boolean applierRunning,
      boolean replicationError,
      List<String> armedSwitches,
      boolean lagging) {
    private List<Object> verdictOnPod() {
      return List.of(site, verdict, podUid);
    }

    static SiteKey of(Sighting sighting) {
      Replication replication = sighting.replication();
      return replication == null
          ? of(sighting, "", "", false, false)
          : of(
              sighting,
              replication.sourceHost(),
              replication.receiver(),
              replication.applierRunning(),
              !replication.receiverError().isEmpty() || !replication.applierError().isEmpty());
    }

    private static SiteKey of(
        Sighting sighting,
        String sourceHost,
        String receiver,
        boolean applierRunning,
        boolean replicationError) {
      return new SiteKey(
          sighting.site(),
          sighting.verdict(),
          sighting.podUid(),
          sighting.holdingEpoch(),
          sighting.highestEpoch(),
          sourceHost,
          receiver,
          applierRunning,
          replicationError,
          sighting.armedSwitches(),
          sighting.lagging());
    }
  }
}
