package io.bloodraven.sidecar.lease;

import io.bloodraven.api.health.ServerState;

/** The set that the server has executed, as far as it was told, and whether that is all of it. */
final class Executed {
  private String gtids = "";
  private boolean exact;

  String gtids() {
    return gtids;
  }

  /**
   * Whether nothing can have been added since: the server was closed when it told it, and lives.
   */
  boolean isExact() {
    return exact;
  }

  void opened(String gtids) {
    this.gtids = gtids;
    exact = false;
  }

  /**
   * The server was closed.
   *
   * @param gtids empty when it had to be killed
   */
  void closed(String gtids) {
    exact = !gtids.isEmpty();
    if (exact) {
      this.gtids = gtids;
    }
  }

  /**
   * The server was looked at.
   *
   * @param current whether every order was carried out before
   */
  void seen(LeaseEvent.ServerSeen seen, boolean current) {
    boolean told = current && seen.state() == ServerState.UP && !seen.gtidExecuted().isEmpty();
    if (told) {
      exact = !seen.writable();
    } else if (seen.state() == ServerState.DEAD || seen.state() == ServerState.STARTING) {
      exact = false;
    }
    // a look from before the server was closed takes nothing back
    if (told || (!exact && !seen.gtidExecuted().isEmpty())) {
      gtids = seen.gtidExecuted();
    }
  }
}
