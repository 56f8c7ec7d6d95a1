package io.bloodraven.watcher.status;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * When the observed status of one group is written: a change of a site's state or role at once, but
 * not more than once a second; any other change at most every ten seconds; and when nothing but the
 * time has changed, never. Pure; times are milliseconds of one monotonic clock.
 */
final class WriteRhythm {
  static final long STATE_MILLIS = 1000;
  static final long OTHER_MILLIS = 10_000;

  private @Nullable GroupStatus written;
  private boolean arrived;
  private long triedAt;

  /** Whether to write that now. */
  boolean due(GroupStatus status, long now) {
    GroupStatus before = written;
    if (before == null) {
      return true;
    }
    long since = now - triedAt;
    if (since >= STATE_MILLIS && (!arrived || !status.states().equals(before.states()))) {
      return true;
    }
    return since >= OTHER_MILLIS && !observed(status).equals(observed(before));
  }

  /** It was tried. */
  void tried(GroupStatus status, boolean success, long now) {
    written = status;
    arrived = success;
    triedAt = now;
  }

  /** Another watcher writes now: what it writes is not known here. */
  void handedOver() {
    written = null;
  }

  private static Map<String, Object> observed(GroupStatus status) {
    return ObservedStatus.observed(status.timeless());
  }
}
