package io.bloodraven.activities.mysql;

import io.bloodraven.api.gtid.GtidSet;
import java.sql.SQLException;

/**
 * The transactions of a server.
 *
 * @param server its UUID
 * @param executed those in its data
 * @param received those its receiver has fetched, executed or still in the relay log; empty without
 *     a replication channel
 * @param purged those it can no longer send to a replica
 */
public record ServerGtids(String server, GtidSet executed, GtidSet received, GtidSet purged) {
  /** Reads them, {@code received} first, so that {@link #isDrained} errs on the safe side. */
  public static ServerGtids read(MysqlSession session) throws SQLException {
    GtidSet received =
        GtidSet.parse(
            session.value(
                "SELECT RECEIVED_TRANSACTION_SET FROM"
                    + " performance_schema.replication_connection_status WHERE CHANNEL_NAME = ''"));
    return session
        .first(
            "SELECT @@GLOBAL.server_uuid, @@GLOBAL.gtid_executed, @@GLOBAL.gtid_purged",
            row ->
                new ServerGtids(
                    MysqlSession.text(row, 1),
                    GtidSet.parse(MysqlSession.text(row, 2)),
                    received,
                    GtidSet.parse(MysqlSession.text(row, 3))))
        .orElseThrow();
  }

  /** Everything that would survive here: executed, and received but not yet applied. */
  public GtidSet all() {
    return executed.union(received);
  }

  /** What has been received and is not yet executed. */
  public GtidSet backlog() {
    return received.subtract(executed);
  }

  /** Whether everything received is executed. */
  public boolean isDrained() {
    return backlog().isEmpty();
  }
}
