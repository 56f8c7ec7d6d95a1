package io.bloodraven.sidecar.lease;

import org.jspecify.annotations.Nullable;

/**
 * The Lease record last seen and when this very record was first seen. Answers overtake each other:
 * a record that was asked for before the current one was known is taken only when it is newer.
 */
final class SeenLease {
  private @Nullable LeaseRecord latest;
  private long changedAt = LeaseTimings.NEVER;
  private boolean everRead;
  private boolean missing;
  private long missedAt = LeaseTimings.NEVER;

  /** Returns whether this is another record than the one known. */
  boolean accept(LeaseRecord lease, long askedAt, long now) {
    everRead = true;
    LeaseRecord known = latest;
    if (known != null && !missing && known.version().equals(lease.version())) {
      return false;
    }
    if (known != null && askedAt < changedAt && !isNewer(lease.version(), known.version())) {
      return false;
    }
    latest = lease;
    missing = false;
    changedAt = now;
    return true;
  }

  void missing(long askedAt, long now) {
    missedAt = Math.max(missedAt, askedAt);
    if (!missing && askedAt >= changedAt) {
      missing = true;
      changedAt = now;
    }
  }

  /** The record, or null while there is none or none was read. */
  @Nullable LeaseRecord lease() {
    return missing ? null : latest;
  }

  boolean isMissing() {
    return missing;
  }

  boolean everRead() {
    return everRead;
  }

  long changedAt() {
    return changedAt;
  }

  /**
   * From when on a word of the others says that nobody took the Lease before it went. It may have
   * come back and gone again unseen, so that each look that misses it counts anew.
   */
  long lostAt() {
    return Math.max(changedAt, missedAt);
  }

  private static boolean isNewer(String version, String than) {
    try {
      return Long.parseLong(version) > Long.parseLong(than);
    } catch (NumberFormatException e) {
      return true; // versions that cannot be compared: believe what came last
    }
  }
}
