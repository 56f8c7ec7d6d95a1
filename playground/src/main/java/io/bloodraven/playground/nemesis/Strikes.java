package io.bloodraven.playground.nemesis;

import io.bloodraven.playground.cluster.InjectedFault;
import io.bloodraven.playground.cluster.Playground;
import io.bloodraven.playground.cluster.PlaygroundStatus;
import io.bloodraven.playground.ledger.LedgerClock;
import io.bloodraven.playground.nemesis.Strike.Place;
import java.util.ArrayList;
import java.util.List;

/** Carries a plan out whose strikes come one after another, and undoes all of it. */
final class Strikes implements AutoCloseable {
  private final Playground playground;
  private final PlaygroundStatus before;
  private final LedgerClock clock;
  private final StrikeStory story;
  private final List<Saturation> saturations = new ArrayList<>();

  /** Sites are what they are in {@code before}. */
  Strikes(Playground playground, PlaygroundStatus before, LedgerClock clock, StrikeStory story) {
    this.playground = playground;
    this.before = before;
    this.clock = clock;
    this.story = story;
  }

  /** Carries one out when its pause is over. */
  void carryOut(Strike strike, Trigger.After when) throws InterruptedException {
    Thread.sleep(when.pause());
    long began = clock.nanos();
    try {
      story.struck(strike(strike), strike.toString());
    } catch (IllegalStateException impossible) {
      // what an earlier strike has taken away cannot be struck again
      story.struck(began, strike + " found nothing to strike: " + firstLine(impossible));
    }
  }

  private long strike(Strike strike) {
    if (strike.fault() == Fault.SATURATE) {
      long at = clock.nanos();
      Saturation saturation =
          new Saturation(before.site(site(strike.place())).mysql(), before.appLogin());
      saturations.add(saturation);
      story.tell(at, "took " + saturation.connections() + " connections");
      return at;
    }
    return clock.nanosAt(inject(strike).at());
  }

  private InjectedFault inject(Strike strike) {
    String fault = strike.fault().toString();
    if (strike.fault().strikesLinks()) {
      return playground.inject(fault, Link.names(strike.links(), this::site));
    }
    return strike.fault().strikesSite()
        ? playground.inject(fault, site(strike.place()))
        : playground.inject(fault);
  }

  private String site(Place place) {
    return place == Place.ACTIVE ? before.activeSite() : before.standby();
  }

  /** Undoes everything; returns when, on the ledger's clock. */
  long heal() {
    close();
    long at = clock.nanosAt(playground.recover().at());
    story.tell(at, "healed");
    return at;
  }

  static String firstLine(Throwable error) {
    return String.valueOf(error.getMessage()).lines().findFirst().orElse("");
  }

  @Override
  public void close() {
    saturations.forEach(Saturation::close);
    saturations.clear();
  }
}
