package io.bloodraven.sidecar.fence;

import io.bloodraven.api.mysql.ExplicitLocks;
import io.bloodraven.sidecar.SidecarLog;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The clients that hold {@link ExplicitLocks}. */
final class LockHolders {
  private LockHolders() {}

  /** Ends them. */
  static void end(Statement statement, SidecarLog log) throws SQLException {
    List<Long> clients = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery(ExplicitLocks.HOLDERS)) {
      while (rows.next()) {
        clients.add(rows.getLong(1));
      }
    }
    for (long client : clients) {
      log.info("ended a client whose lock was in the way", "connection", client);
      Closing.kill(statement, client);
    }
  }
}
