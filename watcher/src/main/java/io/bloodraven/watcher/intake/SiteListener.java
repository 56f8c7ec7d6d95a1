package io.bloodraven.watcher.intake;

import io.bloodraven.api.health.Heartbeat;
import io.bloodraven.watcher.tracking.Detour;
import io.bloodraven.watcher.tracking.ProbeResult;

/** Hears what comes in from the sites of one group; called from several threads. */
public interface SiteListener {
  /** A line came in on the heartbeat stream of {@code site}. */
  void heard(String site, Heartbeat heartbeat);

  /**
   * A heartbeat of a site that is not heard came through another one.
   *
   * @param tookMillis since before it was asked for
   */
  void heardBy(Detour detour, Heartbeat heartbeat, long tookMillis);

  /** A way round was gone to its end, after what it brought, if anything. */
  void ended(Detour detour);

  /** The own probe of the site's MySQL came back. */
  void probed(String site, ProbeResult result);

  /** The heartbeat stream of {@code site} ended or could not be opened, and is tried again. */
  void streamLost(String site, String why);
}
