package io.bloodraven.playground.bench;

import io.bloodraven.playground.cluster.Cluster;
import io.bloodraven.playground.cluster.Convergence;
import io.bloodraven.playground.cluster.InjectedFault;
import io.bloodraven.playground.cluster.Playground;
import io.bloodraven.playground.cluster.PlaygroundStatus;
import io.bloodraven.playground.cluster.SiteServer;
import io.bloodraven.playground.cluster.Standing;
import io.bloodraven.playground.ledger.LedgerClock;
import io.bloodraven.playground.ledger.LedgerWriter;
import io.bloodraven.playground.ledger.LiveAcks;
import io.bloodraven.playground.ledger.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes steadily, breaks the active site, waits for writes at another one, heals, and waits until
 * the group has settled. The writers go on all the time, so that what a healed site does is seen
 * too.
 */
final class Experiment {
  private static final Duration STEADY = Duration.ofSeconds(2);
  private static final Duration POLL = Duration.ofMillis(5);

  private final Playground playground;
  private final Cluster cluster;
  private final Convergence convergence;
  private final BenchOptions options;
  private final List<String> problems = new ArrayList<>();

  Experiment(Playground playground, Cluster cluster, BenchOptions options) {
    this.playground = playground;
    this.cluster = cluster;
    convergence = new Convergence(cluster);
    this.options = options;
  }

  /**
   * Does it, once. The faults are undone also when it fails.
   *
   * @throws SQLException when the group is not fit for an experiment in the first place
   */
  Evidence run(int number) throws IOException, SQLException, InterruptedException {
    PlaygroundStatus before = playground.status();
    PlaygroundStatus.Site active = before.site(before.activeSite());
    SiteServer old = SiteServer.ask(active.name(), active.mysql(), before.appLogin());
    Path file = options.folder().resolve("ledger-" + options.fault() + "-" + number + ".tsv");
    Files.deleteIfExists(file);
    long firstId = LedgerWriter.unusedId();
    long faultNanos;
    Double converge;
    try (var ledger =
        new LedgerWriter(cluster.writeTargets(before), before.appLogin(), firstId, file)) {
      if (!until(() -> ledger.acks().ackedSince(Target.SERVICE, 0), options.failoverLimit())) {
        throw new SQLException("no write is acknowledged before the fault");
      }
      ledger.addPatient(new Target(active.name(), active.mysql()), options.patient());
      Thread.sleep(STEADY);
      faultNanos = strike(ledger.clock(), active.name());
      if (!until(() -> isOver(ledger.acks(), old, faultNanos), options.failoverLimit())) {
        problems.add("writes were away for " + options.failoverLimit().toSeconds() + " s");
      }
      converge = converge(ledger.clock(), heal(ledger.clock(), faultNanos));
      Thread.sleep(STEADY);
    } finally {
      playground.recover();
    }
    Standing standing = convergence.await(options.healLimit());
    if (standing instanceof Standing.Unsettled(String missing)) {
      problems.add("when the writers had ended: " + missing);
    }
    return new Evidence(
        before,
        playground.status(),
        file,
        firstId,
        faultNanos,
        standing,
        converge,
        List.copyOf(problems));
  }

  /** A crashed server may be back before anybody else takes over; others come back when healed. */
  private boolean isOver(LiveAcks acks, SiteServer old, long faultNanos) {
    return options.fault() == FaultKind.CRASH
        ? acks.resumedSince(Target.SERVICE, faultNanos)
        : acks.ackedElsewhereSince(Target.SERVICE, old.uuid(), faultNanos);
  }

  private long strike(LedgerClock clock, String site) {
    InjectedFault injected = playground.inject(options.fault().fault(), site);
    return clock.nanosAt(injected.at());
  }

  /** When the fault was over; a crash needs nobody to undo it. */
  private long heal(LedgerClock clock, long faultNanos) {
    return options.fault() == FaultKind.CRASH
        ? faultNanos
        : clock.nanosAt(playground.recover().at());
  }

  private @Nullable Double converge(LedgerClock clock, long healed) throws InterruptedException {
    if (convergence.await(options.healLimit()) instanceof Standing.Unsettled(String missing)) {
      problems.add("unsettled after %d s: %s".formatted(options.healLimit().toSeconds(), missing));
      return null;
    }
    return LedgerClock.millis(clock.nanos() - healed);
  }

  private static boolean until(BooleanSupplier condition, Duration limit)
      throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
    }
    return true;
  }
}
