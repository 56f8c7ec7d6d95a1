package io.bloodraven.watcher.intake;

import io.bloodraven.api.health.Heartbeat;
import io.bloodraven.watcher.tracking.ProbeResult;

/** Hears what comes in from the sites of one group; called from several threads. */
public interface SiteListener {
  /** A line came in on the heartbeat stream of {@code site}. */
  void heard(String site, Heartbeat heartbeat);

  /** The own probe of the site's MySQL came back. */
  void probed(String site, ProbeResult result);

  /** The heartbeat stream of {@code site} ended or could not be opened, and is tried again. */
  void streamLost(String site, String why);
}
