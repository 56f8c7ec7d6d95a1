package io.bloodraven.sidecar.lease;

import java.util.List;

/**
 * What a sidecar keeps on the data volume, synced before it acts on it.
 *
 * @param highestEpoch highest epoch seen; commands below it are refused
 * @param takenEpoch highest epoch known to have been held by somebody: a Lease record below it lies
 * @param grantEpoch epoch at which this site was opened last, 0 for never
 * @param grantPodUid pod that opened it
 * @param electorate the electorate last believed in; while a change is in flight both lists
 * @param fenceReason why it was fenced last, for people
 */
public record StoredState(
    long highestEpoch,
    long takenEpoch,
    long grantEpoch,
    String grantPodUid,
    List<String> electorate,
    String fenceReason) {
  /** What a lost or new volume holds. */
  public static final StoredState EMPTY = new StoredState(0, 0, 0, "", List.of(), "");

  public StoredState {
    electorate = List.copyOf(electorate);
  }

  StoredState seen(long epoch) {
    return epoch <= highestEpoch
        ? this
        : new StoredState(epoch, takenEpoch, grantEpoch, grantPodUid, electorate, fenceReason);
  }

  StoredState taken(long epoch) {
    StoredState raised = seen(epoch);
    return epoch <= takenEpoch
        ? raised
        : new StoredState(
            raised.highestEpoch, epoch, grantEpoch, grantPodUid, electorate, fenceReason);
  }

  StoredState granted(long epoch, String podUid) {
    return new StoredState(highestEpoch, takenEpoch, epoch, podUid, electorate, fenceReason);
  }

  StoredState electing(List<String> sites) {
    return sites.equals(electorate)
        ? this
        : new StoredState(highestEpoch, takenEpoch, grantEpoch, grantPodUid, sites, fenceReason);
  }

  StoredState fencedFor(String reason) {
    return new StoredState(highestEpoch, takenEpoch, grantEpoch, grantPodUid, electorate, reason);
  }

  /** Whether this very pod was open at this very epoch: then its predecessor is long closed. */
  boolean hasOpened(long epoch, Self self) {
    return grantEpoch == epoch && grantPodUid.equals(self.podUid());
  }
}
