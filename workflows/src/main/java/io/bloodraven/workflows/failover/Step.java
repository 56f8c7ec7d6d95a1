package io.bloodraven.workflows.failover;

import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import java.time.Duration;
import java.util.Locale;

/**
 * The phase table of an emergency failover: what each step may take, and what a person may do when
 * it is stuck. Attempts that vanish with their worker are noticed within about a second, by the
 * start-to-close time of short steps and by the heartbeat of long ones.
 */
enum Step {
  /** Every vantage point is asked again; a dead old primary is fenced by the same call. */
  ASSESS(Skip.REFUSED, 1_500, 0, 6),
  /** The old primary is closed, directly or relayed; else its lease runs out. */
  FENCE(Skip.ALLOWED, 1_500, 0, 2),
  /** The candidate that lacks nothing is chosen; no activity. */
  SELECT(Skip.ALLOWED, 1_500, 0, 1),
  /** The Lease is claimed, the receiver stopped, everything received applied. */
  PREPARE(Skip.ALLOWED, 3_600_000, 3_000, 10),
  /** The candidate is opened by its sidecar, as soon as the lease allows it. */
  PROMOTE(Skip.REFUSED, 120_000, 3_000, 10),
  /** Clients are sent to the new primary; what fails is left to the group. */
  ROUTE(Skip.REFUSED, 2_000, 0, 8);

  /** Whether a person may have the step left out. */
  enum Skip {
    ALLOWED,
    REFUSED
  }

  private static final Duration FIRST_RETRY = Duration.ofMillis(200);
  private static final double BACKOFF = 1.5;
  private static final Duration LONGEST_RETRY = Duration.ofSeconds(2);

  private final Skip skip;
  private final long startToCloseMillis;
  private final long heartbeatMillis;
  private final int attempts;

  /**
   * @param heartbeatMillis 0 for a short step, which needs none
   */
  Step(Skip skip, long startToCloseMillis, long heartbeatMillis, int attempts) {
    this.skip = skip;
    this.startToCloseMillis = startToCloseMillis;
    this.heartbeatMillis = heartbeatMillis;
    this.attempts = attempts;
  }

  /** The step's name in progress, results and metrics. */
  String title() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean mayBeSkipped() {
    return skip == Skip.ALLOWED;
  }

  /** The step's activity options; the summary is what the Temporal UI shows. */
  ActivityOptions options(String summary) {
    ActivityOptions.Builder options =
        ActivityOptions.newBuilder()
            .setStartToCloseTimeout(Duration.ofMillis(startToCloseMillis))
            .setRetryOptions(
                RetryOptions.newBuilder()
                    .setInitialInterval(FIRST_RETRY)
                    .setBackoffCoefficient(BACKOFF)
                    .setMaximumInterval(LONGEST_RETRY)
                    .setMaximumAttempts(attempts)
                    .build())
            .setSummary(summary);
    if (heartbeatMillis > 0) {
      options.setHeartbeatTimeout(Duration.ofMillis(heartbeatMillis));
    }
    return options.build();
  }
}
