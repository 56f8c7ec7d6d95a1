package io.bloodraven.sidecar.mysql;

import io.bloodraven.api.gtid.GtidSet;
import io.bloodraven.api.health.Replication;
import io.bloodraven.api.health.ServerState;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Asks a server how it is, by reads alone: they are answered where writes hang. */
final class StatusQuery {
  private StatusQuery() {}

  static ServerStatus ask(Connection connection, long order, DataAge age) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      boolean writable;
      String executed;
      try (ResultSet row =
          statement.executeQuery("SELECT @@GLOBAL.gtid_executed, @@GLOBAL.read_only")) {
        row.next();
        executed = plain(row.getString(1));
        writable = !row.getBoolean(2);
      }
      String received = executed;
      Replication replication = null;
      try (ResultSet row = statement.executeQuery("SHOW REPLICA STATUS")) {
        if (row.next()) {
          replication = replication(row, age);
          received = union(executed, plain(row.getString("Retrieved_Gtid_Set")));
        } else {
          age.forget();
        }
      }
      return new ServerStatus(ServerState.UP, writable, order, executed, received, replication);
    }
  }

  private static Replication replication(ResultSet row, DataAge age) throws SQLException {
    String receiver = row.getString("Replica_IO_Running");
    long seconds = row.getLong("Seconds_Behind_Source");
    OptionalLong lag = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(seconds);
    return new Replication(
        row.getString("Source_Host"),
        switch (receiver.toLowerCase(Locale.ROOT)) {
          case "yes" -> "ON";
          case "connecting" -> "CONNECTING";
          default -> "OFF";
        },
        row.getString("Replica_SQL_Running").equalsIgnoreCase("yes"),
        plain(row.getString("Last_IO_Error")),
        plain(row.getString("Last_SQL_Error")),
        lag.orElse(-1),
        age.with(lag));
  }

  private static String union(String executed, String retrieved) {
    return retrieved.isEmpty()
        ? executed
        : GtidSet.parse(executed).union(GtidSet.parse(retrieved)).toString();
  }

  private static String plain(@Nullable String text) {
    return text == null ? "" : text.replace("\n", "");
  }
}
