package io.bloodraven.api.health;

import java.util.List;

/**
 * How a sidecar stands towards the write lease. Durations are measured on its own monotonic clock;
 * -1 means never or none.
 *
 * @param highestEpoch highest epoch seen; everything lower is refused
 * @param holdingEpoch epoch at which it holds the Lease, 0 when it does not
 * @param openForMillis how long it may still stay open, 0 when it is closed
 * @param leaseEpoch epoch of the Lease record last seen
 * @param holderSite site that holds the Lease record last seen, empty when nobody does
 * @param holderPodUid pod of that holder
 * @param electorate sites that may be promoted, by that record
 * @param leaseChangedAgoMillis since it first saw that record; every renewal makes a new one
 * @param vouchedAgoMillis since it last vouched for the holder
 */
public record LeaseView(
    long highestEpoch,
    long holdingEpoch,
    long openForMillis,
    long leaseEpoch,
    String holderSite,
    String holderPodUid,
    List<String> electorate,
    long leaseChangedAgoMillis,
    long vouchedAgoMillis) {
  public LeaseView {
    electorate = List.copyOf(electorate);
  }
}
