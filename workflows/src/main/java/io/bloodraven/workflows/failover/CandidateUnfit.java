package io.bloodraven.workflows.failover;

/** This candidate cannot be promoted as things are; another one may. */
final class CandidateUnfit extends FailoverEnded {
  private static final long serialVersionUID = 1L;

  private final boolean mendable;

  CandidateUnfit(String message, boolean mendable) {
    super(FailoverResult.Outcome.NO_CANDIDATE, message);
    this.mendable = mendable;
  }

  /** Whether a person can make it fit. */
  boolean isMendable() {
    return mendable;
  }
}
