package io.bloodraven.workflows.failover;

/** This candidate can never be promoted as things are; another one may. */
final class CandidateUnfit extends FailoverEnded {
  private static final long serialVersionUID = 1L;

  CandidateUnfit(String message) {
    super(FailoverResult.Outcome.NO_CANDIDATE, message);
  }
}
