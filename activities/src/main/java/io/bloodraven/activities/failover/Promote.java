package io.bloodraven.activities.failover;

import io.bloodraven.activities.attempt.Attempt;
import io.bloodraven.activities.attempt.StepFailure;
import io.bloodraven.activities.mysql.Drain.ApplierStoppedException;
import io.bloodraven.activities.mysql.OperatorSessions;
import io.bloodraven.activities.mysql.ReplicationChannel;
import io.bloodraven.activities.mysql.Standstill;
import io.bloodraven.activities.sidecar.EpochGuard;
import io.bloodraven.api.group.GroupRef;
import io.bloodraven.api.health.Heartbeat;
import io.bloodraven.api.lease.FenceProof;
import io.bloodraven.workflows.failover.FailoverActivities;
import io.bloodraven.workflows.failover.Promotion;
import java.sql.SQLException;
import java.util.List;

/**
 * Takes the candidate's channel away and has its sidecar open it. The epoch is asked for right
 * before the channel goes, and what was received is executed by then: a promotion that comes too
 * late fails, or takes away a channel that a repair puts back; it loses no data.
 */
final class Promote {
  private final EpochGuard guard;
  private final OperatorSessions sessions;
  private final Claim claim;
  private final Opening opening;

  Promote(EpochGuard guard, OperatorSessions sessions, Claim claim, Opening opening) {
    this.guard = guard;
    this.sessions = sessions;
    this.claim = claim;
    this.opening = opening;
  }

  Promotion run(
      GroupRef group, String candidate, long epoch, List<FenceProof> proofs, Attempt attempt) {
    Heartbeat before = guard.requireCurrent(group, candidate, epoch);
    if (before.lease().holdingEpoch() != epoch) {
      claim.take(group, candidate, epoch, proofs);
    }
    if (!before.writable()) {
      becomeSource(group, candidate, epoch, attempt);
    }
    attempt.progress("opening");
    return new Promotion(opening.await(group, candidate, epoch, proofs, attempt));
  }

  private void becomeSource(GroupRef group, String candidate, long epoch, Attempt attempt) {
    try {
      sessions.call(
          group,
          candidate,
          Prepare.SQL_LIMIT,
          session -> {
            if (ReplicationChannel.read(session).isPresent()) {
              Standstill.force(session, attempt);
              attempt.progress("removing the replication channel");
              guard.requireCurrent(group, candidate, epoch);
              ReplicationChannel.forget(session);
            }
            return true;
          });
    } catch (SQLException e) {
      throw StepFailure.passing(Prepare.MYSQL_UNAVAILABLE, group, candidate, e);
    } catch (ApplierStoppedException e) {
      throw StepFailure.verdict(FailoverActivities.APPLIER_BROKEN, group, candidate, e);
    }
  }
}
