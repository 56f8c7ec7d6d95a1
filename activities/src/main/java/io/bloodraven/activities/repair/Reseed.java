package io.bloodraven.activities.repair;

import io.bloodraven.activities.attempt.Attempt;
import io.bloodraven.activities.attempt.StepFailure;
import io.bloodraven.activities.kubernetes.Credentials;
import io.bloodraven.activities.mysql.CloneInstance;
import io.bloodraven.activities.mysql.OperatorSessions;
import io.bloodraven.activities.mysql.ServerGtids;
import io.bloodraven.workflows.repair.RejoinResult;
import io.bloodraven.workflows.repair.RejoinResult.Outcome;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Gives an empty site the data of the open one, then has it follow. A site with transactions of its
 * own is never overwritten; nor is one with used data at all, for cloning over that can damage it
 * (it is to be emptied first).
 */
final class Reseed {
  /** Failure type, not to be retried: the site's data directory must be emptied first. */
  static final String DATA_NOT_EMPTY = "DataNotEmpty";

  private static final Duration SQL_LIMIT = Duration.ofSeconds(2);

  private final SiteChecks checks;
  private final OperatorSessions sessions;
  private final Credentials credentials;
  private final Rejoin rejoin;

  Reseed(SiteChecks checks, OperatorSessions sessions, Credentials credentials, Rejoin rejoin) {
    this.checks = checks;
    this.sessions = sessions;
    this.credentials = credentials;
    this.rejoin = rejoin;
  }

  RejoinResult run(Repair repair, Attempt attempt) {
    checks.requireClosedSite(repair);
    checks.requireHoldingSource(repair);
    try {
      CloneInstance clone = new CloneInstance(sessions, repair.group(), repair.site());
      if (!clone.isRunning()) {
        ServerGtids site =
            sessions.call(repair.group(), repair.site(), SQL_LIMIT, ServerGtids::read);
        if (!site.all().isEmpty()) {
          return rejoinInstead(repair, attempt);
        }
        clone.start(
            sessions.address(repair.group(), repair.source()),
            credentials.operator(repair.group()),
            attempt);
      }
      clone.await(attempt);
      return rejoin.runSeeded(repair, attempt);
    } catch (SQLException e) {
      throw StepFailure.passing(Rejoin.MYSQL_UNAVAILABLE, repair.group(), repair.site(), e);
    }
  }

  /** An earlier attempt has cloned it, or it was never empty. */
  private RejoinResult rejoinInstead(Repair repair, Attempt attempt) {
    RejoinResult result = rejoin.run(repair, attempt);
    if (result.outcome() == Outcome.NEEDS_CLONE) {
      throw StepFailure.verdict(
          DATA_NOT_EMPTY,
          repair.group(),
          repair.site(),
          result.message()
              + "; its data is not empty and is not overwritten: delete the site's PVC and pod to"
              + " have it cloned anew");
    }
    return result;
  }
}
