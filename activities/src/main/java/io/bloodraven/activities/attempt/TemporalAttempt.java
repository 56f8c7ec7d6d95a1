package io.bloodraven.activities.attempt;

import static java.util.Objects.requireNonNull;

import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import java.time.Duration;

/** The attempt that Temporal runs in the current thread. */
public final class TemporalAttempt implements Attempt {
  private final ActivityExecutionContext context;
  private final long end;

  private TemporalAttempt(ActivityExecutionContext context) {
    this.context = requireNonNull(context, "context");
    this.end = System.nanoTime() + context.getInfo().getStartToCloseTimeout().toNanos();
  }

  /** To be called in the activity's own thread, when it starts. */
  public static Attempt current() {
    return new TemporalAttempt(Activity.getExecutionContext());
  }

  @Override
  public void progress(String detail) {
    context.heartbeat(detail);
  }

  @Override
  public Duration remaining() {
    return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
  }
}
