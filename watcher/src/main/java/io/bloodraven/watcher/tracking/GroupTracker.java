package io.bloodraven.watcher.tracking;

import static java.util.Objects.requireNonNull;

import io.bloodraven.api.group.GroupRef;
import io.bloodraven.api.health.Heartbeat;
import io.bloodraven.api.health.Sighting;
import io.bloodraven.api.health.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Folds what a watcher hears of one group into what it makes of it. Times are milliseconds of one
 * monotonic clock and never go back. Not safe for use by several threads at once.
 *
 * <p>The rules: what a site's own sidecar says counts at once, until the site was unheard for the
 * silence threshold. Then it is SILENT if a peer that is audible now knows of no sign of its life
 * within the threshold (a vouch of its own, or a change of the Lease the site holds), and UNKNOWN
 * if a peer knows of one or if no peer is audible.
 */
public final class GroupTracker {
  /** A longer gap between two looks means that this process slept and heard nobody. */
  static final long SLEPT_MILLIS = 1500;

  private final GroupRef group;
  private TrackingSettings settings;
  private final Detours detours;
  private Map<String, SiteTracker> sites = new LinkedHashMap<>();
  private long lastLook;

  public GroupTracker(GroupRef group, List<String> sites, TrackingSettings settings, long now) {
    this.group = requireNonNull(group, "group");
    this.settings = requireNonNull(settings, "settings");
    this.detours = new Detours(sites, now);
    this.lastLook = now;
    configure(sites, settings, now);
  }

  /** Takes over a changed manifest; what is known of sites that stay is kept. */
  public void configure(List<String> names, TrackingSettings changed, long now) {
    settings = changed;
    Map<String, SiteTracker> next = new LinkedHashMap<>();
    for (String name : names) {
      SiteTracker known = sites.get(name);
      next.put(name, known == null ? new SiteTracker(name, changed, now) : known);
    }
    next.values().forEach(site -> site.configure(changed));
    sites = next;
    detours.configure(names, now);
  }

  /**
   * A heartbeat arrived on the stream of {@code site}.
   *
   * @return false when it was not taken: of a site that is not tracked, misdirected, or late
   */
  public boolean heard(String site, Heartbeat heartbeat, long now) {
    SiteTracker tracker = sites.get(site);
    boolean taken = tracker != null && isFrom(site, heartbeat) && tracker.heard(heartbeat, now);
    if (taken) {
      detours.heard(site, now);
    }
    return taken;
  }

  /**
   * Whom to ask about whom now; to be asked several times a second. Each of them is then told to
   * have {@link #ended}, whatever came of it.
   */
  public List<Detour> detours(long now) {
    return detours.due(now);
  }

  /**
   * A heartbeat came by that way round. It is the site's own word like any other, and refused for
   * the same reasons. It counts from when it arrives: a peer's sign of life looks younger by what
   * it was on the way, never older.
   *
   * @param askedAt before it was asked for
   * @return false when it was not taken
   */
  public boolean heardBy(Detour detour, Heartbeat heartbeat, long askedAt, long now) {
    SiteTracker tracker = sites.get(detour.site());
    return tracker != null
        && isFrom(detour.site(), heartbeat)
        && tracker.heardOnRequest(heartbeat, askedAt, now);
  }

  /** That way round is answered, or given up. */
  public void ended(Detour detour) {
    detours.ended(detour);
  }

  private boolean isFrom(String site, Heartbeat heartbeat) {
    return heartbeat.site().equals(site)
        && heartbeat.group().equals(group.name())
        && heartbeat.namespace().equals(group.namespace());
  }

  /** The own probe of a site's MySQL came back. */
  public void probed(String site, ProbeResult result) {
    SiteTracker tracker = sites.get(site);
    if (tracker != null) {
      tracker.probed(result);
    }
  }

  /** What to make of it all now. To be asked several times a second, also when nothing came in. */
  public GroupSight look(long now) {
    if (now - lastLook > SLEPT_MILLIS) {
      sites.values().forEach(site -> site.forgive(now));
    }
    lastLook = now;
    boolean settled =
        sites.values().stream()
            .allMatch(
                site -> site.everHeard() || site.unheardFor(settings.silence().toMillis(), now));
    return new GroupSight(sites.values().stream().map(site -> sight(site, now)).toList(), settled);
  }

  private SiteSight sight(SiteTracker site, long now) {
    Verdict verdict = verdict(site, now);
    boolean probeUp = site.probe() == ProbeResult.UP;
    Heartbeat last = site.last();
    if (last == null) {
      Sighting sighting =
          new Sighting(site.site(), verdict, "", 0, 0, "", "", null, probeUp, List.of(), false);
      return new SiteSight(sighting, -1, false, site.probe(), List.of());
    }
    Sighting sighting =
        new Sighting(
            site.site(),
            verdict,
            last.podUid(),
            last.lease().highestEpoch(),
            last.lease().holdingEpoch(),
            last.gtidExecuted(),
            last.gtidReceived(),
            last.replication(),
            probeUp,
            last.armedSwitches(),
            site.lagging());
    return new SiteSight(
        sighting,
        site.heardAgo(now),
        site.audible(settings.audibleMillis(), now),
        site.probe(),
        last.troubles());
  }

  private Verdict verdict(SiteTracker site, long now) {
    long silence = settings.silence().toMillis();
    Heartbeat last = site.last();
    if (last != null && site.heardAgo(now) < silence) {
      return SiteTracker.said(last);
    }
    if (!site.unheardFor(silence, now)) {
      return Verdict.UNKNOWN;
    }
    boolean audiblePeer = false;
    for (SiteTracker peer : sites.values()) {
      if (peer != site) {
        if (peer.knowsAlive(site.site(), silence, now)) {
          return Verdict.UNKNOWN;
        }
        audiblePeer |= peer.audible(settings.audibleMillis(), now);
      }
    }
    return audiblePeer ? Verdict.SILENT : Verdict.UNKNOWN;
  }
}
