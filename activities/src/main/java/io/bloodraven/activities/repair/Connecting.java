package io.bloodraven.activities.repair;

import io.bloodraven.activities.attempt.Attempt;
import io.bloodraven.activities.mysql.MysqlAddress;
import io.bloodraven.activities.mysql.MysqlSession;
import io.bloodraven.activities.mysql.ReplicationChannel;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits until a receiver that was started has its source. */
final class Connecting {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(20);

  private Connecting() {}

  /** Fails with what the receiver or the applier says when it does not get there in time. */
  static void await(MysqlSession session, MysqlAddress source, Attempt attempt)
      throws SQLException {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      ReplicationChannel channel =
          ReplicationChannel.read(session)
              .orElseThrow(() -> new SQLException("somebody removed the replication channel"));
      if (channel.replicatesFrom(source)) {
        return;
      }
      if (channel.applierErrorNumber() != 0 && !channel.applierRunning()) {
        throw new SQLException(
            "the applier stopped: error "
                + channel.applierErrorNumber()
                + " "
                + channel.applierError());
      }
      if (channel.receiver().equals("OFF") || end - System.nanoTime() < 0) {
        throw new SQLException(
            "the receiver is "
                + channel.receiver()
                + ": error "
                + channel.receiverErrorNumber()
                + " "
                + channel.receiverError());
      }
      attempt.progress("connecting to " + source);
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }
}
