package io.bloodraven.activities.repair;

import io.bloodraven.activities.attempt.Attempt;
import io.bloodraven.activities.attempt.StepFailure;
import io.bloodraven.activities.kubernetes.Credentials;
import io.bloodraven.activities.mysql.Drain.ApplierStoppedException;
import io.bloodraven.activities.mysql.MysqlAddress;
import io.bloodraven.activities.mysql.MysqlSession;
import io.bloodraven.activities.mysql.OperatorSessions;
import io.bloodraven.activities.mysql.ReplicationChannel;
import io.bloodraven.activities.mysql.ServerGtids;
import io.bloodraven.activities.mysql.Standstill;
import io.bloodraven.workflows.failover.FailoverActivities;
import io.bloodraven.workflows.repair.RejoinResult;
import io.bloodraven.workflows.repair.RejoinResult.Outcome;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/**
 * Makes a closed site follow the open one, if that loses nothing. A site that follows it already is
 * left alone; one that follows another is brought to a standstill before its source is changed.
 */
final class Rejoin {
  /** Failure type: one of the two servers did not answer, or refused. */
  static final String MYSQL_UNAVAILABLE = "MysqlUnavailable";

  /** Stopping a receiver whose source is silent takes 2 s. */
  private static final Duration SQL_LIMIT = Duration.ofSeconds(5);

  private final SiteChecks checks;
  private final OperatorSessions sessions;
  private final Credentials credentials;

  Rejoin(SiteChecks checks, OperatorSessions sessions, Credentials credentials) {
    this.checks = checks;
    this.sessions = sessions;
    this.credentials = credentials;
  }

  RejoinResult run(Repair repair, Attempt attempt) {
    return run(repair, attempt, false);
  }

  /** {@link #run} of a site whose data is known to be a clone of the source's. */
  RejoinResult runSeeded(Repair repair, Attempt attempt) {
    return run(repair, attempt, true);
  }

  private RejoinResult run(Repair repair, Attempt attempt, boolean cloned) {
    checks.requireClosedSite(repair);
    checks.requireHoldingSource(repair);
    try {
      return sessions.call(
          repair.group(),
          repair.site(),
          SQL_LIMIT,
          session -> {
            Optional<ReplicationChannel> channel = ReplicationChannel.read(session);
            Optional<RejoinResult> obstacle =
                Obstacle.between(
                    ServerGtids.read(session), sourceGtids(repair), cloned || channel.isPresent());
            return obstacle.isPresent()
                ? obstacle.get()
                : replicate(repair, session, channel, attempt);
          });
    } catch (SQLException e) {
      throw StepFailure.passing(MYSQL_UNAVAILABLE, repair.group(), repair.site(), e);
    } catch (ApplierStoppedException e) {
      throw StepFailure.verdict(
          FailoverActivities.APPLIER_BROKEN, repair.group(), repair.site(), e);
    }
  }

  private ServerGtids sourceGtids(Repair repair) throws SQLException {
    return sessions.call(repair.group(), repair.source(), SQL_LIMIT, ServerGtids::read);
  }

  private RejoinResult replicate(
      Repair repair, MysqlSession session, Optional<ReplicationChannel> channel, Attempt attempt)
      throws SQLException, ApplierStoppedException {
    MysqlAddress wanted = sessions.address(repair.group(), repair.source());
    if (channel.isPresent() && channel.get().replicatesFrom(wanted)) {
      return replicating("it follows " + repair.source() + " already");
    }
    if (channel.isEmpty() || !channel.get().source().equals(wanted)) {
      Standstill.reach(session, attempt);
      checks.requireClosedSite(repair);
      ReplicationChannel.follow(session, wanted, credentials.operator(repair.group()));
    }
    ReplicationChannel.start(session);
    Connecting.await(session, wanted, attempt);
    return replicating("it follows " + repair.source());
  }

  private static RejoinResult replicating(String message) {
    return new RejoinResult(Outcome.REPLICATING, "", 0, message);
  }
}
