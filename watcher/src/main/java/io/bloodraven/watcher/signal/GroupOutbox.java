package io.bloodraven.watcher.signal;

import io.bloodraven.watcher.tracking.GroupSight;
import io.bloodraven.watcher.tracking.TransitionKey;
import io.bloodraven.workflows.group.ResourceChange;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one group's workflow is still to be told. Pure; times are milliseconds of one monotonic
 * clock. Not safe for use by several threads at once.
 *
 * <p>It holds no queue: of the resource only the latest change, and of observations only whether
 * one is due. What is sent is what is seen at that moment, so that after an outage the workflow
 * hears the present and never the past. At most one message is on its way at a time.
 *
 * <p>A group that is as it should be and does not change has nothing due, ever.
 */
public final class GroupOutbox {
  /** While no site is writable the workflow is told again and again. */
  static final long RESEND_MILLIS = 5000;

  /**
   * A change that is no verdict waits so long after the last message: in a failover a dozen of them
   * would compete with it for the same worker.
   */
  static final long DETAIL_MILLIS = 1000;

  private static final long FIRST_RETRY_MILLIS = 200;
  private static final long LAST_RETRY_MILLIS = 2000;

  /** What is to be sent next. */
  public sealed interface Due {
    /** The latest observation. */
    record Sight(TransitionKey key) implements Due {}

    /** The latest change of the resource. */
    record Change(ResourceChange change, boolean gone) implements Due {}
  }

  private @Nullable ResourceChange change;
  private boolean deleting;
  private boolean gone;
  private @Nullable TransitionKey delivered;
  private long deliveredAt;
  private boolean inFlight;
  private long retryMillis = FIRST_RETRY_MILLIS;
  private long notBefore = Long.MIN_VALUE;

  /** The resource is to be read again. Several of these before one is sent become one. */
  public void changed(ResourceChange latest) {
    deleting |= latest.deleted();
    ResourceChange pending = change;
    change =
        pending == null
            ? latest
            : new ResourceChange(
                Math.max(pending.generation(), latest.generation()),
                pending.deleted() || latest.deleted(),
                latest.drift().isEmpty() ? pending.drift() : latest.drift());
  }

  /** The resource is gone; the workflow hears of it unless it was told of the deletion before. */
  public void gone(long generation) {
    if (!deleting) {
      changed(new ResourceChange(generation, true, ""));
    }
    gone = true;
  }

  /** Whether everything was said that is to be said of a group that is gone. */
  public boolean finished() {
    return gone && change == null && !inFlight;
  }

  /** What to send now. The caller sends it and then reports {@code delivered} or {@code failed}. */
  public Optional<Due> due(GroupSight sight, long now) {
    if (inFlight || now < notBefore) {
      return Optional.empty();
    }
    Optional<Due> due = Optional.empty();
    if (change != null) {
      due = Optional.of(new Due.Change(change, gone));
    } else if (!deleting && observationDue(sight, now)) {
      due = Optional.of(new Due.Sight(sight.key()));
    }
    inFlight = due.isPresent();
    return due;
  }

  private boolean observationDue(GroupSight sight, long now) {
    if (!sight.settled() && !sight.anyDead()) {
      return false;
    }
    TransitionKey told = delivered;
    if (told == null) {
      return true;
    }
    long ago = now - deliveredAt;
    if (sight.key().equals(told)) {
      return !sight.writable() && ago >= RESEND_MILLIS;
    }
    return !sight.key().sameVerdicts(told) || ago >= DETAIL_MILLIS;
  }

  /** What was due has arrived. */
  public void delivered(Due sent, long now) {
    inFlight = false;
    retryMillis = FIRST_RETRY_MILLIS;
    notBefore = Long.MIN_VALUE;
    switch (sent) {
      case Due.Sight(var key) -> {
        delivered = key;
        deliveredAt = now;
      }
      case Due.Change(var told, var _) -> {
        if (told.equals(change)) {
          change = null;
        }
      }
    }
  }

  /** It is not known to have arrived: it stays due, and the next try is a while away. */
  public void failed(Due sent, long now) {
    inFlight = false;
    notBefore = now + retryMillis;
    retryMillis = Math.min(retryMillis * 2, LAST_RETRY_MILLIS);
    if (sent instanceof Due.Sight) {
      // it may have arrived all the same: then the workflow believes what may no longer be so
      delivered = null;
    }
  }
}
