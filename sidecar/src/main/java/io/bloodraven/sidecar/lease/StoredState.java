package io.bloodraven.sidecar.lease;

import java.util.List;

/**
 * What a sidecar keeps on the data volume, synced before it acts on it.
 *
 * @param highestEpoch highest epoch seen; commands below it are refused
 * @param takenEpoch highest epoch known to have been held by somebody: a Lease record below it lies
 * @param takenSite who held it, as far as is known; empty for nobody
 * @param grantEpoch epoch at which this site was opened last, 0 for never
 * @param grantPodUid pod that opened it
 * @param electorate the electorate last believed in; while a change is in flight both lists
 * @param dropped sites outside the electorate that may come back, as far as they were known then
 * @param fenceReason why it was fenced last, for people
 */
public record StoredState(
    long highestEpoch,
    long takenEpoch,
    String takenSite,
    long grantEpoch,
    String grantPodUid,
    List<String> electorate,
    List<String> dropped,
    String fenceReason) {
  /** What a lost or new volume holds. */
  public static final StoredState EMPTY =
      new StoredState(0, 0, "", 0, "", List.of(), List.of(), "");

  public StoredState {
    electorate = List.copyOf(electorate);
    dropped = List.copyOf(dropped);
  }

  StoredState seen(long epoch) {
    return withEpochs(Math.max(highestEpoch, epoch), takenEpoch, takenSite);
  }

  /**
   * Somebody is known to have held that epoch.
   *
   * @param site empty where its holder is none any more; who it was is remembered if it is known
   */
  StoredState taken(long epoch, String site) {
    if (epoch < takenEpoch) {
      return this;
    }
    String holder = site.isEmpty() && epoch == takenEpoch ? takenSite : site;
    return withEpochs(Math.max(highestEpoch, epoch), epoch, holder);
  }

  private StoredState withEpochs(long highest, long taken, String holder) {
    return new StoredState(
        highest, taken, holder, grantEpoch, grantPodUid, electorate, dropped, fenceReason);
  }

  StoredState granted(long epoch, String podUid) {
    return new StoredState(
        highestEpoch, takenEpoch, takenSite, epoch, podUid, electorate, dropped, fenceReason);
  }

  StoredState electing(List<String> sites, List<String> others) {
    return new StoredState(
        highestEpoch, takenEpoch, takenSite, grantEpoch, grantPodUid, sites, others, fenceReason);
  }

  StoredState fencedFor(String reason) {
    return new StoredState(
        highestEpoch, takenEpoch, takenSite, grantEpoch, grantPodUid, electorate, dropped, reason);
  }

  /** Whether this very pod was open at this very epoch: then its predecessor is long closed. */
  boolean hasOpened(long epoch, Self self) {
    return grantEpoch == epoch && grantPodUid.equals(self.podUid());
  }
}
