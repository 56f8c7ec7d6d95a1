package io.bloodraven.playground.cluster;

import io.bloodraven.api.gtid.GtidSet;
import io.bloodraven.playground.mysql.Endpoint;
import io.bloodraven.playground.mysql.Login;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A site's MySQL server as any of its users may see it.
 *
 * @param uuid server UUID
 * @param open whether it takes writes from everybody
 * @param gtidExecuted what it has executed
 */
public record SiteServer(String site, String uuid, boolean open, GtidSet gtidExecuted) {

  /**
   * Asks the server.
   *
   * @throws SQLException when it does not answer in time
   */
  public static SiteServer ask(String site, Endpoint endpoint, Login login) throws SQLException {
    try (Connection connection = endpoint.connect(login);
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT @@server_uuid, @@read_only OR @@super_read_only OR @@offline_mode,"
                    + " @@gtid_executed")) {
      rows.next();
      return new SiteServer(
          site, rows.getString(1), !rows.getBoolean(2), GtidSet.parse(rows.getString(3)));
    }
  }
}
