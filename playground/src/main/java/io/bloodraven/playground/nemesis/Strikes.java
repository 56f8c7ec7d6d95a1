package io.bloodraven.playground.nemesis;

import io.bloodraven.playground.cluster.InjectedFault;
import io.bloodraven.playground.cluster.Playground;
import io.bloodraven.playground.cluster.PlaygroundStatus;
import io.bloodraven.playground.ledger.LedgerClock;
import io.bloodraven.playground.nemesis.Strike.Place;
import java.util.ArrayList;
import java.util.List;

/** Carries a plan out, and undoes all of it. */
final class Strikes implements AutoCloseable {
  private final Playground playground;
  private final PlaygroundStatus before;
  private final LedgerClock clock;
  private final List<Saturation> saturations = new ArrayList<>();
  private final List<String> story = new ArrayList<>();
  private long firstNanos = Long.MAX_VALUE;

  /** Sites are what they are in {@code before}. */
  Strikes(Playground playground, PlaygroundStatus before, LedgerClock clock) {
    this.playground = playground;
    this.before = before;
    this.clock = clock;
  }

  void carryOut(Plan plan) throws InterruptedException {
    for (Strike strike : plan.strikes()) {
      Thread.sleep(strike.after());
      long began = clock.nanos();
      long at = began;
      String what = strike.toString();
      try {
        at = strike(strike);
      } catch (IllegalStateException impossible) {
        // what an earlier strike has taken away cannot be struck again
        what += " found nothing to strike: " + firstLine(impossible);
      }
      firstNanos = Math.min(firstNanos, at);
      tell(at, what);
    }
    Thread.sleep(plan.lasts());
  }

  private long strike(Strike strike) {
    if (strike.fault() == Fault.SATURATE) {
      long at = clock.nanos();
      Saturation saturation =
          new Saturation(before.site(site(strike.place())).mysql(), before.appLogin());
      saturations.add(saturation);
      tell(at, "took " + saturation.connections() + " connections");
      return at;
    }
    InjectedFault injected =
        strike.fault().strikesSite()
            ? playground.inject(strike.fault().toString(), site(strike.place()))
            : playground.inject(strike.fault().toString());
    return clock.nanosAt(injected.at());
  }

  private String site(Place place) {
    return place == Place.ACTIVE
        ? before.activeSite()
        : before.sites().stream()
            .map(PlaygroundStatus.Site::name)
            .filter(site -> !site.equals(before.activeSite()))
            .findFirst()
            .orElseThrow();
  }

  /** Undoes everything; returns when, on the ledger's clock. */
  long heal() {
    close();
    long at = clock.nanosAt(playground.recover().at());
    tell(at, "healed");
    return at;
  }

  /** When the first strike was. */
  long firstNanos() {
    return firstNanos;
  }

  /** What was done, each with its time. */
  List<String> story() {
    return List.copyOf(story);
  }

  private void tell(long nanos, String what) {
    story.add("%10.1f ms %s".formatted(LedgerClock.millis(nanos), what));
  }

  private static String firstLine(Throwable error) {
    return String.valueOf(error.getMessage()).lines().findFirst().orElse("");
  }

  @Override
  public void close() {
    saturations.forEach(Saturation::close);
    saturations.clear();
  }
}
