package io.bloodraven.playground.cluster;

import io.bloodraven.api.gtid.GtidSet;
import io.bloodraven.playground.mysql.Failure;
import io.bloodraven.playground.mysql.Login;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Judges how a group stands, at the servers themselves: exactly one must be open; each other one
 * must have nothing of its own and reach within ten seconds what the open one had executed when it
 * was asked; the primary's Service must lead to the open one; and the group's status must say the
 * same. With a client that writes all the time that means that they replicate.
 */
public final class Convergence {
  private static final Duration CATCH_UP = Duration.ofSeconds(10);
  private static final Duration CATCH_UP_PACE = Duration.ofMillis(50);
  private static final Duration PACE = Duration.ofMillis(250);

  private final Cluster cluster;

  /** A judge of that cluster's group. */
  public Convergence(Cluster cluster) {
    this.cluster = cluster;
  }

  /**
   * Asks until the group has settled, or until {@code limit}; returns how it stood last. If it has
   * not settled, that comes with what its status says of its sites.
   */
  public Standing await(Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      Standing standing = standing();
      if (!(standing instanceof Standing.Unsettled(String missing))) {
        return standing;
      }
      if (System.nanoTime() - deadline > 0) {
        return new Standing.Unsettled(missing + "; the group says " + cluster.wordsOnSites());
      }
      Thread.sleep(PACE);
    }
  }

  /** How the group stands now. */
  public Standing standing() {
    try {
      return judge(cluster.status());
    } catch (KubernetesClientException | IllegalStateException e) {
      return new Standing.Unsettled("no status: " + e.getMessage());
    } catch (SQLException e) {
      return new Standing.Unsettled(Failure.describe(e));
    }
  }

  private Standing judge(PlaygroundStatus status) throws SQLException {
    Login login = status.appLogin();
    List<SiteServer> servers = new ArrayList<>();
    for (PlaygroundStatus.Site site : status.sites()) {
      if (site.mysqlHost().isEmpty()) {
        return new Standing.Unsettled(site.name() + " has no pod");
      }
      try {
        servers.add(SiteServer.ask(site.name(), site.mysql(), login));
      } catch (SQLException e) {
        return new Standing.Unsettled(site.name() + ": " + Failure.describe(e));
      }
    }
    List<String> open = servers.stream().filter(SiteServer::open).map(SiteServer::site).toList();
    if (open.size() != 1) {
      return new Standing.Unsettled("open sites: " + open);
    }
    // Asked again, after the others: what one of them had before, this one must have by now.
    SiteServer primary =
        SiteServer.ask(open.getFirst(), status.site(open.getFirst()).mysql(), login);
    Optional<String> wrong = wrongStatus(status, primary).or(() -> wrongRoute(primary, login));
    for (SiteServer server : servers) {
      GtidSet own = server.gtidExecuted().subtract(primary.gtidExecuted());
      if (wrong.isEmpty() && !own.isEmpty()) {
        return blocked(server.site(), own);
      }
      wrong = wrong.or(() -> behind(status, server.site(), primary));
    }
    if (wrong.isEmpty() && !status.ready()) {
      wrong = Optional.of("status says that the group is not ready");
    }
    wrong = wrong.or(() -> wrongRole(status, primary));
    return wrong.<Standing>map(Standing.Unsettled::new).orElseGet(Standing.AsItShouldBe::new);
  }

  private static Optional<String> wrongStatus(PlaygroundStatus status, SiteServer primary) {
    if (!status.activeSite().equals(primary.site())) {
      return Optional.of(
          "status names %s active, %s is open".formatted(status.activeSite(), primary.site()));
    }
    for (PlaygroundStatus.Site site : status.sites()) {
      String truth = site.name().equals(primary.site()) ? "writable" : "read-only";
      if (!site.state().equals(truth)) {
        return Optional.of("status says that %s is %s".formatted(site.name(), site.state()));
      }
    }
    return Optional.empty();
  }

  /**
   * Where the node's own proxy leads clients: it may hear later than all others what has changed.
   */
  private Optional<String> wrongRoute(SiteServer primary, Login login) {
    try {
      SiteServer reached = SiteServer.ask("service", cluster.primaryService(), login);
      return reached.uuid().equals(primary.uuid())
          ? Optional.empty()
          : Optional.of("the Service does not lead to " + primary.site());
    } catch (SQLException e) {
      return Optional.of("the Service does not answer: " + Failure.describe(e));
    } catch (KubernetesClientException e) {
      return Optional.of("the API server does not tell where the Service is: " + e.getMessage());
    }
  }

  private static Optional<String> wrongRole(PlaygroundStatus status, SiteServer primary) {
    return status.sites().stream()
        .filter(
            site -> !site.role().equals(site.name().equals(primary.site()) ? "primary" : "replica"))
        .map(site -> "status calls %s %s".formatted(site.name(), site.role()))
        .findFirst();
  }

  private Standing blocked(String site, GtidSet own) {
    GtidSet reported = cluster.divergentGtids(site);
    return reported.equals(own)
        ? new Standing.Blocked(site, own)
        : new Standing.Unsettled(
            "only %s has %s, status reports %s".formatted(site, own, reported));
  }

  private static Optional<String> behind(PlaygroundStatus status, String site, SiteServer primary) {
    long deadline = System.nanoTime() + CATCH_UP.toNanos();
    try {
      while (true) {
        SiteServer server = SiteServer.ask(site, status.site(site).mysql(), status.appLogin());
        GtidSet lacks = primary.gtidExecuted().subtract(server.gtidExecuted());
        if (lacks.isEmpty()) {
          return Optional.empty();
        }
        if (System.nanoTime() - deadline > 0) {
          return Optional.of(site + " lacks " + lacks);
        }
        LockSupport.parkNanos(CATCH_UP_PACE.toNanos());
      }
    } catch (SQLException e) {
      return Optional.of(Failure.describe(e));
    }
  }
}
