package io.bloodraven.watcher.status;

import org.eclipse.jetty.ee10.servlet.SessionHandler;
import org.eclipse.jetty.session.NullSessionCache;
import org.eclipse.jetty.session.NullSessionDataStore;

/**
 * HTTP sessions that nobody remembers. Jetty asks for one at every upgrade to a WebSocket, and
 * would keep each in memory for good and send its cookie; without any it refuses the upgrade.
 */
final class ForgetfulSessions {
  private ForgetfulSessions() {}

  static SessionHandler handler() {
    SessionHandler sessions = new SessionHandler();
    sessions.setUsingCookies(false);
    NullSessionCache cache = new NullSessionCache(sessions);
    cache.setSessionDataStore(new NullSessionDataStore());
    sessions.setSessionCache(cache);
    return sessions;
  }
}
