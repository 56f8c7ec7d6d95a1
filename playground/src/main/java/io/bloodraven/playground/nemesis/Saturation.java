package io.bloodraven.playground.nemesis;

import io.bloodraven.playground.mysql.Endpoint;
import io.bloodraven.playground.mysql.Login;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Clients that take every connection a server has, and keep them until closed. */
final class Saturation implements AutoCloseable {
  private static final int MOST = 2_000;

  private final List<Connection> taken = new ArrayList<>();

  /** Takes them, until the server has no more, or none to give. */
  Saturation(Endpoint server, Login login) {
    try {
      while (taken.size() < MOST) {
        taken.add(server.connect(login));
      }
    } catch (SQLException noMore) {
      // that is what was wanted
    }
  }

  int connections() {
    return taken.size();
  }

  @Override
  public void close() {
    for (Connection connection : taken) {
      try {
        connection.abort(Runnable::run);
      } catch (SQLException gone) {
        // so it is closed
      }
    }
    taken.clear();
  }
}
