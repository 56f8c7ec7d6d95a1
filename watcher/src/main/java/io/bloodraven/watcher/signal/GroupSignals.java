package io.bloodraven.watcher.signal;

import io.bloodraven.api.group.GroupRef;

/** The way to the groups' workflows. */
public interface GroupSignals {
  /**
   * Sends one message; bounded in time.
   *
   * @throws SignalFailedException when it is not known to have arrived (it may have)
   */
  void send(GroupRef group, GroupMessage message) throws SignalFailedException;

  /** Whether Temporal answers now; bounded in time. */
  boolean reachable();
}
