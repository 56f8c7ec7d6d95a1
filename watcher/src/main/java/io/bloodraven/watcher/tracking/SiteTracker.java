package io.bloodraven.watcher.tracking;

import static java.util.Objects.requireNonNull;

import io.bloodraven.api.health.Heartbeat;
import io.bloodraven.api.health.LeaseView;
import io.bloodraven.api.health.ServerState;
import io.bloodraven.api.health.Verdict;
import org.jspecify.annotations.Nullable;

/** What was last heard of one site, and when. Times are milliseconds of one monotonic clock. */
final class SiteTracker {
  private final String site;
  private final ProbeDebounce probe;
  private final LagDebounce lag;
  private @Nullable Heartbeat last;
  private long heardAt;
  private long silentSince;

  /**
   * @param now start of the count towards silence for a site that is never heard
   */
  SiteTracker(String site, TrackingSettings settings, long now) {
    this.site = requireNonNull(site, "site");
    this.probe = new ProbeDebounce(settings);
    this.lag = new LagDebounce(settings.lagLimit(site));
    this.silentSince = now;
  }

  void configure(TrackingSettings settings) {
    probe.configure(settings);
    lag.configure(settings.lagLimit(site));
  }

  /** Takes a heartbeat, unless it is older than one of the same boot that came before. */
  boolean heard(Heartbeat heartbeat, long now) {
    Heartbeat before = last;
    if (before != null
        && before.bootId().equals(heartbeat.bootId())
        && before.sequence() >= heartbeat.sequence()) {
      return false;
    }
    last = heartbeat;
    lag.record(heartbeat.replication());
    heardAt = now;
    silentSince = now;
    return true;
  }

  /**
   * Takes an answer, unless it is old. Which of two boots is the later one a heartbeat does not
   * tell: so one of another boot is old when something else was heard since it was asked for.
   */
  boolean heardOnRequest(Heartbeat heartbeat, long askedAt, long now) {
    Heartbeat before = last;
    boolean otherBoot = before != null && !before.bootId().equals(heartbeat.bootId());
    return !(otherBoot && heardAt >= askedAt) && heard(heartbeat, now);
  }

  void probed(ProbeResult result) {
    probe.record(result);
  }

  /** Starts the count towards silence again: whoever slept cannot say who was silent meanwhile. */
  void forgive(long now) {
    silentSince = now;
  }

  String site() {
    return site;
  }

  @Nullable Heartbeat last() {
    return last;
  }

  ProbeResult probe() {
    return probe.steady();
  }

  /** Whether it was too far behind when last heard. */
  boolean lagging() {
    return lag.lagging();
  }

  boolean everHeard() {
    return last != null;
  }

  /** Since the last heartbeat, -1 when there was none. */
  long heardAgo(long now) {
    return last == null ? -1 : now - heardAt;
  }

  boolean unheardFor(long millis, long now) {
    return now - silentSince >= millis;
  }

  /** Whether it was heard so lately that its word on its peers counts. */
  boolean audible(long withinMillis, long now) {
    return last != null && now - heardAt <= withinMillis;
  }

  /**
   * Whether this site, when last heard, knew of a sign of life of {@code holder} that is by now at
   * most {@code millis} old: its own vouch, or a change of the Lease that {@code holder} holds.
   */
  boolean knowsAlive(String holder, long millis, long now) {
    if (last == null) {
      return false;
    }
    LeaseView lease = last.lease();
    long since = now - heardAt;
    return lease.holderSite().equals(holder)
        && (within(lease.vouchedAgoMillis(), since, millis)
            || within(lease.leaseChangedAgoMillis(), since, millis));
  }

  private static boolean within(long ago, long since, long millis) {
    return ago >= 0 && ago <= millis && ago + since <= millis;
  }

  /** What the site's own sidecar said last. */
  static Verdict said(Heartbeat heartbeat) {
    return switch (heartbeat.server()) {
      case ServerState.DEAD -> Verdict.DEAD;
      case ServerState.STALLED -> Verdict.STALLED;
      case ServerState.STARTING -> Verdict.STARTING;
      case ServerState.UP -> heartbeat.writable() ? Verdict.WRITABLE : Verdict.CLOSED;
    };
  }
}
