package io.bloodraven.activities.mysql;

import io.bloodraven.activities.attempt.Attempt;
import java.io.Serial;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Waits until a server whose receiver is stopped has executed everything it received. Neither lag
 * nor the receiver says when that is; only comparing the sets does (safety §7).
 */
public final class Drain {
  /** How long the server waits before progress and errors are looked at, in seconds. */
  private static final String STEP = "0.2";

  /** Takes away what is in the way. */
  interface Clearing {
    /** Called before anything is done, and when waiting was not enough. */
    void clear() throws SQLException;
  }

  private Drain() {}

  /**
   * Starts the applier if it is stopped and there is something to apply.
   *
   * @return the server's transactions, drained
   * @throws ApplierStoppedException when the applier stopped again, or time ran out
   */
  static ServerGtids await(MysqlSession session, Attempt attempt, Clearing clearing)
      throws SQLException, ApplierStoppedException {
    boolean started = false;
    while (true) {
      ServerGtids gtids = ServerGtids.read(session);
      if (gtids.isDrained()) {
        return gtids;
      }
      Optional<ReplicationChannel> channel = ReplicationChannel.read(session);
      String left = gtids.backlog().count() + " received transactions to apply";
      if (channel.isPresent() && !channel.get().applierRunning()) {
        if (started) {
          throw new ApplierStoppedException(channel.get(), left);
        }
        ReplicationChannel.startApplier(session);
        started = true;
      }
      if (attempt.remaining().isZero()) {
        throw new SQLException("time is over with " + left);
      }
      attempt.progress(left);
      if (isStillBehind(session, gtids)) {
        clearing.clear();
      }
    }
  }

  private static boolean isStillBehind(MysqlSession session, ServerGtids gtids)
      throws SQLException {
    String wait = "SELECT WAIT_FOR_EXECUTED_GTID_SET(?, " + STEP + ")";
    return session.value(wait, gtids.received().toString()).equals("1");
  }

  /** The applier stopped before everything was applied; nothing was discarded. */
  public static final class ApplierStoppedException extends Exception {
    @Serial private static final long serialVersionUID = 1L;

    ApplierStoppedException(ReplicationChannel channel, String left) {
      super(
          "the applier stopped with "
              + left
              + ": error "
              + channel.applierErrorNumber()
              + " "
              + channel.applierError());
    }
  }
}
