package io.bloodraven.sidecar.lease;

import java.util.List;

/**
 * The Kubernetes Lease as far as the protocol reads it.
 *
 * @param version resourceVersion: a write succeeds only on the version it was made from; empty for
 *     an object that is to be created
 * @param epoch leaseTransitions, 0 while nobody has held it
 * @param holderSite empty while nobody has held it
 * @param holderPodUid pod of the holder
 * @param electorate sites that may be promoted
 * @param dropped sites that were of the electorate and are taken back when they vouch again
 */
public record LeaseRecord(
    String version,
    long epoch,
    String holderSite,
    String holderPodUid,
    List<String> electorate,
    List<String> dropped) {
  public LeaseRecord {
    electorate = List.copyOf(electorate);
    dropped = List.copyOf(dropped);
  }

  boolean isHeldBy(Self self) {
    return holderSite.equals(self.site()) && holderPodUid.equals(self.podUid());
  }

  boolean hasHolder() {
    return !holderSite.isEmpty();
  }

  LeaseRecord withHolder(Self self, long epoch) {
    return new LeaseRecord(version, epoch, self.site(), self.podUid(), electorate, dropped);
  }

  LeaseRecord withElectorate(List<String> electorate, List<String> dropped) {
    return new LeaseRecord(version, epoch, holderSite, holderPodUid, electorate, dropped);
  }
}
