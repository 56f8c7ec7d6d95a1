package io.bloodraven.activities.attempt;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An attempt outside Temporal that keeps what was reported. */
public final class TestingAttempt implements Attempt {
  private final long end;

  public final List<String> progress = new CopyOnWriteArrayList<>();

  public TestingAttempt(Duration limit) {
    end = System.nanoTime() + limit.toNanos();
  }

  @Override
  public void progress(String detail) {
    progress.add(detail);
  }

  @Override
  public Duration remaining() {
    return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
  }
}
