package io.bloodraven.playground.cluster;

import io.bloodraven.api.gtid.GtidSet;
import io.bloodraven.playground.mysql.Failure;
import io.bloodraven.playground.mysql.Login;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether a group is as it should be, judged at the servers themselves: exactly one is open, all
 * others are closed, have nothing that it does not have, and reach within a second what it had
 * executed when it was asked; and the group's status says the same. With a client that writes all
 * the time, reaching it means that they replicate.
 */
public final class Convergence {
  private static final Duration CATCH_UP = Duration.ofSeconds(1);
  private static final Duration PACE = Duration.ofMillis(250);

  private final Playground playground;

  /** A judge of that playground. */
  public Convergence(Playground playground) {
    this.playground = playground;
  }

  /**
   * Asks until it holds.
   *
   * @return what is still missing at the deadline, empty when it holds
   */
  public Optional<String> await(Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      Optional<String> missing = missing();
      if (missing.isEmpty() || System.nanoTime() - deadline > 0) {
        return missing;
      }
      Thread.sleep(PACE);
    }
  }

  /** What keeps the group from being as it should be, in words; empty when nothing does. */
  public Optional<String> missing() {
    PlaygroundStatus status;
    try {
      status = playground.status();
    } catch (IllegalStateException e) {
      return Optional.of("no status: " + e.getMessage());
    }
    try {
      List<SiteServer> servers = ask(status);
      List<SiteServer> open = servers.stream().filter(SiteServer::open).toList();
      if (open.size() != 1) {
        return Optional.of("open sites: " + open.stream().map(SiteServer::site).toList());
      }
      String name = open.getFirst().site();
      // Asked again, after the others: what one of them had before, this one must have by now.
      SiteServer primary = SiteServer.ask(name, status.site(name).mysql(), status.appLogin());
      return divergent(servers, primary)
          .or(() -> untrue(status, primary))
          .or(() -> behind(status, primary));
    } catch (SQLException e) {
      return Optional.of(Failure.describe(e));
    }
  }

  private static Optional<String> divergent(List<SiteServer> servers, SiteServer primary) {
    for (SiteServer server : servers) {
      GtidSet own = server.gtidExecuted().subtract(primary.gtidExecuted());
      if (!own.isEmpty()) {
        return Optional.of("only " + server.site() + " has " + own);
      }
    }
    return Optional.empty();
  }

  private static List<SiteServer> ask(PlaygroundStatus status) throws SQLException {
    Login login = status.appLogin();
    List<SiteServer> servers = new ArrayList<>();
    for (PlaygroundStatus.Site site : status.sites()) {
      if (site.mysqlHost().isEmpty()) {
        throw new SQLException(site.name() + " has no pod");
      }
      servers.add(SiteServer.ask(site.name(), site.mysql(), login));
    }
    return servers;
  }

  private static Optional<String> behind(PlaygroundStatus status, SiteServer primary) {
    long deadline = System.nanoTime() + CATCH_UP.toNanos();
    while (true) {
      Optional<String> behind = lacking(status, primary);
      if (behind.isEmpty() || System.nanoTime() - deadline > 0) {
        return behind;
      }
    }
  }

  private static Optional<String> lacking(PlaygroundStatus status, SiteServer primary) {
    try {
      for (SiteServer server : ask(status)) {
        GtidSet lacks = primary.gtidExecuted().subtract(server.gtidExecuted());
        if (!lacks.isEmpty()) {
          return Optional.of(server.site() + " lacks " + lacks);
        }
      }
      return Optional.empty();
    } catch (SQLException e) {
      return Optional.of(Failure.describe(e));
    }
  }

  private static Optional<String> untrue(PlaygroundStatus status, SiteServer primary) {
    if (!status.activeSite().equals(primary.site())) {
      return Optional.of(
          "status names %s active, %s is open".formatted(status.activeSite(), primary.site()));
    }
    if (!status.ready()) {
      return Optional.of("status says that the group is not ready");
    }
    for (PlaygroundStatus.Site site : status.sites()) {
      String truth = site.name().equals(primary.site()) ? "writable" : "read-only";
      if (!site.state().equals(truth)) {
        return Optional.of("status says that %s is %s".formatted(site.name(), site.state()));
      }
    }
    return Optional.empty();
  }
}
