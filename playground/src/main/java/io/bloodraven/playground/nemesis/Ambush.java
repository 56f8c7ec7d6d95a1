package io.bloodraven.playground.nemesis;

import io.bloodraven.playground.cluster.ArmedFault;
import io.bloodraven.playground.cluster.InjectedFault;
import io.bloodraven.playground.cluster.Playground;
import io.bloodraven.playground.cluster.PlaygroundStatus;
import io.bloodraven.playground.nemesis.Strike.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Carries a plan out whose blows wait for a moment of the failover that its main fault makes. A
 * step may last no longer than 50 ms, so whatever may be struck is armed before anything happens,
 * at every site where the worker in question may turn out to be.
 */
final class Ambush implements AutoCloseable {
  /** A lease has to run out first, and the machine may be slow. */
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Playground playground;
  private final PlaygroundStatus before;
  private final Map<String, String> siteOfPod;
  private final StrikeStory story;
  private final Map<Target, ArmedFault> armed = new LinkedHashMap<>();
  private final FailoverWatch watch;

  private record Target(Fault fault, String site) {}

  /**
   * Prepares it.
   *
   * @param siteOfPod sites of watchers and workers; a worker's identity is its pod's name
   */
  Ambush(
      Playground playground,
      PlaygroundStatus before,
      Map<String, String> siteOfPod,
      FailoverWatch watch,
      StrikeStory story) {
    this.playground = playground;
    this.before = before;
    this.siteOfPod = Map.copyOf(siteOfPod);
    this.watch = watch;
    this.story = story;
  }

  /** Carries it out; all that it did stays done. */
  List<AmbushReport> carryOut(Strike main, Moment moment, List<Strike> blows)
      throws InterruptedException {
    watch.awaitReady(LIMIT);
    Target first = new Target(main.fault(), before.activeSite());
    arm(first);
    blows.stream().flatMap(this::targets).forEach(this::arm);
    for (ArmedFault one : armed.values()) {
      one.awaitReady();
    }
    armed(first).strike();
    Optional<Reached> reached = reach(first, moment);
    Instant seen = Instant.now();
    List<Target> targets = new ArrayList<>();
    if (reached.isPresent()) {
      String carrier = carrierSite(reached.get(), blows);
      blows.forEach(blow -> targets.add(target(blow, carrier)));
      targets.forEach(target -> armed(target).strike());
    }
    Optional<InjectedFault> mainStruck = struck(first, main.label());
    Instant due =
        moment == Moment.BEFORE
            ? mainStruck.map(InjectedFault::at).orElse(Instant.EPOCH)
            : reached.map(Reached::at).orElse(Instant.EPOCH);
    List<AmbushReport> reports = new ArrayList<>();
    for (int i = 0; i < blows.size(); i++) {
      String label = blows.get(i).label();
      Double late = null;
      if (reached.isPresent() && mainStruck.isPresent()) {
        late =
            struck(targets.get(i), label)
                .map(injected -> (double) Duration.between(due, injected.at()).toMillis())
                .orElse(null);
      }
      reports.add(new AmbushReport(moment.toString(), label, late));
    }
    story.tell(
        seen,
        reached.isPresent()
            ? "seen: " + moment
            : "after " + LIMIT.toSeconds() + " s the failover has not got to: " + moment);
    return reports;
  }

  private Optional<Reached> reach(Target main, Moment moment) throws InterruptedException {
    if (moment == Moment.BEFORE) {
      String worker = watch.decidingWorker();
      return Optional.of(new Reached(moment, Instant.now(), "", "", worker));
    }
    if (moment.needsOldPrimary() && main.fault != Fault.KILL_MYSQLD) {
      if (watch.await(Moment.ROUTE_DONE, LIMIT).isEmpty()) {
        return Optional.empty();
      }
      armed(main).struck();
      story.tell(playground.recover().at(), "brought the old primary back");
    }
    return watch.await(moment, LIMIT);
  }

  private String carrierSite(Reached reached, List<Strike> blows) throws InterruptedException {
    boolean asked =
        blows.stream()
            .anyMatch(blow -> blow.place() == Place.CARRIER || blow.place() == Place.BYSTANDER);
    return asked
        ? siteOfPod.getOrDefault(watch.carrier(reached), before.standby())
        : before.standby();
  }

  /** Wherever it may have to strike. */
  private Stream<Target> targets(Strike blow) {
    return switch (blow.place()) {
      case CARRIER, BYSTANDER ->
          before.sites().stream().map(site -> new Target(blow.fault(), site.name()));
      default -> Stream.of(target(blow, ""));
    };
  }

  private Target target(Strike blow, String carrier) {
    String site =
        switch (blow.place()) {
          case ACTIVE -> before.activeSite();
          case STANDBY -> before.standby();
          case EVERYWHERE -> "";
          case CARRIER -> carrier;
          case BYSTANDER ->
              before.sites().stream()
                  .map(PlaygroundStatus.Site::name)
                  .filter(one -> !one.equals(carrier))
                  .findFirst()
                  .orElseThrow();
        };
    return new Target(blow.fault(), site);
  }

  private void arm(Target target) {
    armed.computeIfAbsent(target, _ -> playground.arm(target.fault.toString(), where(target)));
  }

  private ArmedFault armed(Target target) {
    return Optional.ofNullable(armed.get(target)).orElseThrow();
  }

  private Optional<InjectedFault> struck(Target target, String label) {
    InjectedFault injected;
    try {
      injected = armed(target).struck();
    } catch (IllegalStateException ended) {
      try {
        // a process that went with its site is another one when the site is back
        injected = playground.inject(target.fault.toString(), where(target));
      } catch (IllegalStateException nothing) {
        story.tell(label + " found nothing to strike: " + Strikes.firstLine(nothing));
        return Optional.empty();
      }
    }
    story.struck(injected.at(), label + (target.site.isEmpty() ? "" : " (" + target.site + ")"));
    return Optional.of(injected);
  }

  private static String[] where(Target target) {
    return target.site.isEmpty() ? new String[0] : new String[] {target.site};
  }

  @Override
  public void close() {
    armed.values().forEach(ArmedFault::close);
  }
}
