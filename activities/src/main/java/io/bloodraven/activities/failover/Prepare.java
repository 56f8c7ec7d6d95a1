package io.bloodraven.activities.failover;

import io.bloodraven.activities.attempt.Attempt;
import io.bloodraven.activities.attempt.StepFailure;
import io.bloodraven.activities.mysql.Drain.ApplierStoppedException;
import io.bloodraven.activities.mysql.MysqlSession;
import io.bloodraven.activities.mysql.OperatorSessions;
import io.bloodraven.activities.mysql.ReplicationChannel;
import io.bloodraven.activities.mysql.ServerGtids;
import io.bloodraven.activities.mysql.Standstill;
import io.bloodraven.activities.sidecar.EpochGuard;
import io.bloodraven.api.group.GroupRef;
import io.bloodraven.api.lease.ClaimReply;
import io.bloodraven.api.lease.FenceProof;
import io.bloodraven.workflows.failover.FailoverActivities;
import io.bloodraven.workflows.failover.Preparation;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Claims the Lease, stops the receiver, drains, and stops the applier. A source that still sends is
 * listened to until its own lease is over: it may acknowledge writes until then, and each one that
 * is received is not lost. One that is silent sends nothing more, and stopping takes its time: so
 * that is done while the claim is under way. Stopping does no harm if the claim is refused: nothing
 * is discarded, and whoever repairs the group starts replication again.
 */
final class Prepare {
  /** Failure type: the candidate's server did not answer, or refused. */
  static final String MYSQL_UNAVAILABLE = "MysqlUnavailable";

  /** Stopping a receiver that tries to connect to a silent source takes 2 s, now and then more. */
  static final Duration SQL_LIMIT = Duration.ofSeconds(5);

  /** With this much of its successor's wait left an old primary has closed (safety §2). */
  private static final Duration SPARE = Duration.ofMillis(200);

  private final EpochGuard guard;
  private final OperatorSessions sessions;
  private final Claim claim;

  Prepare(EpochGuard guard, OperatorSessions sessions, Claim claim) {
    this.guard = guard;
    this.sessions = sessions;
    this.claim = claim;
  }

  Preparation run(
      GroupRef group, String candidate, long epoch, List<FenceProof> proofs, Attempt attempt) {
    guard.requireCurrent(group, candidate, epoch);
    FutureTask<ClaimReply> claimed =
        new FutureTask<>(() -> claim.take(group, candidate, epoch, proofs));
    Thread.startVirtualThread(claimed);
    attempt.progress("claiming epoch " + epoch);
    try {
      return sessions.call(
          group,
          candidate,
          SQL_LIMIT,
          session -> {
            if (!ReplicationChannel.hearsSource(session)) {
              stopReceiver(session);
            }
            attempt.progress("waiting for the claim");
            long waitMillis = outcome(claimed).waitMillis();
            listen(session, Duration.ofMillis(waitMillis).minus(SPARE), attempt);
            ServerGtids drained = Standstill.force(session, attempt);
            return new Preparation(drained.executed().toString(), waitMillis);
          });
    } catch (SQLException e) {
      throw StepFailure.passing(MYSQL_UNAVAILABLE, group, candidate, e);
    } catch (ApplierStoppedException e) {
      throw StepFailure.verdict(FailoverActivities.APPLIER_BROKEN, group, candidate, e);
    }
  }

  /** Lets the receiver fetch what a source that may still be open commits. */
  private static void listen(MysqlSession session, Duration time, Attempt attempt)
      throws SQLException {
    Duration end = attempt.remaining().minus(time);
    while (attempt.remaining().compareTo(end) > 0 && ReplicationChannel.hearsSource(session)) {
      attempt.progress(
          "receiving from the old primary until its lease is over, in "
              + attempt.remaining().minus(end).toMillis()
              + " ms");
      session.execute("DO SLEEP(0.05)");
    }
  }

  private static void stopReceiver(MysqlSession session) throws SQLException {
    Optional<ReplicationChannel> channel = ReplicationChannel.read(session);
    if (channel.isPresent()) {
      channel.get().stopReceiver(session);
    }
  }

  private static ClaimReply outcome(FutureTask<ClaimReply> claimed) {
    try {
      return claimed.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while claiming", e);
    }
  }
}
