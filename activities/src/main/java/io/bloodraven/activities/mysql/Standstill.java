package io.bloodraven.activities.mysql;

import io.bloodraven.activities.attempt.Attempt;
import io.bloodraven.activities.mysql.Drain.ApplierStoppedException;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Brings replication of a server to a standstill at which nothing that was received is lost,
 * whatever is done to its channel next. The order is the only one that neither hangs nor discards:
 * receiver, drain, applier.
 */
public final class Standstill {
  private Standstill() {}

  /**
   * As {@link #reach}, for a server that is to be opened: clients whose locks hold it up are ended.
   */
  public static ServerGtids force(MysqlSession session, Attempt attempt)
      throws SQLException, ApplierStoppedException {
    return reach(session, attempt, () -> endLocks(session, attempt));
  }

  /**
   * Stops, waits, stops; may be repeated, and does nothing to a server without a channel.
   *
   * @return the server's transactions, all of them executed
   * @throws ApplierStoppedException when the applier stopped with an error before it was done
   */
  public static ServerGtids reach(MysqlSession session, Attempt attempt)
      throws SQLException, ApplierStoppedException {
    return reach(session, attempt, () -> {});
  }

  private static ServerGtids reach(MysqlSession session, Attempt attempt, Drain.Clearing clearing)
      throws SQLException, ApplierStoppedException {
    Optional<ReplicationChannel> channel = ReplicationChannel.read(session);
    if (channel.isEmpty()) {
      return ServerGtids.read(session);
    }
    ServerGtids before = ServerGtids.read(session);
    if (channel.get().isStopped() && before.isDrained()) {
      return before;
    }
    // under the backup lock an applier cannot even be stopped (error 3857)
    clearing.clear();
    channel.get().stopReceiver(session);
    Drain.await(session, attempt, clearing);
    attempt.progress("stopping the applier");
    ReplicationChannel.stop(session);
    ServerGtids stopped = ServerGtids.read(session);
    if (!stopped.isDrained()) {
      throw new SQLException("somebody started the receiver while it was being stopped");
    }
    return stopped;
  }

  private static void endLocks(MysqlSession session, Attempt attempt) throws SQLException {
    int ended = LocksInTheWay.end(session);
    if (ended > 0) {
      attempt.progress("ended clients whose locks were in the way: " + ended);
    }
  }
}
