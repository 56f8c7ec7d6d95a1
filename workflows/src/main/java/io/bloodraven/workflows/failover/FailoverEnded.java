package io.bloodraven.workflows.failover;

/** The failover ends here without a new primary. */
class FailoverEnded extends Exception {
  private static final long serialVersionUID = 1L;

  private final FailoverResult.Outcome outcome;
  private final long epochSeen;

  FailoverEnded(FailoverResult.Outcome outcome, String message) {
    this(outcome, message, 0);
  }

  FailoverEnded(FailoverResult.Outcome outcome, String message, long epochSeen) {
    super(message);
    this.outcome = outcome;
    this.epochSeen = epochSeen;
  }

  FailoverResult.Outcome outcome() {
    return outcome;
  }

  /** Highest epoch met on the way, 0 when none above the plan's was. */
  long epochSeen() {
    return epochSeen;
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
