package io.bloodraven.playground.nemesis;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What can be done to the playground; the names are those of {@code chaos.sh}. */
public enum Fault {
  KILL_MYSQLD(Reach.SITE),
  KILL_MYSQLD_TWICE(Reach.SITE),
  KILL_SIDECAR(Reach.SITE),
  LOSE_SIDECAR(Reach.SITE),
  KILL_SITE(Reach.SITE),
  KILL_WATCHER(Reach.SITE),
  KILL_WORKER(Reach.SITE),
  DELETE_POD(Reach.SITE),
  STOP_TEMPORAL(Reach.ALL),
  STOP_API(Reach.ALL),
  FREEZE(Reach.SITE),
  FREEZE_MYSQLD(Reach.SITE),
  FREEZE_SIDECAR(Reach.SITE),
  FREEZE_WATCHER(Reach.SITE),
  FREEZE_WORKER(Reach.SITE),
  FREEZE_TEMPORAL(Reach.ALL),
  FREEZE_API(Reach.ALL),
  STALL_DISK(Reach.SITE),
  FILL_DISK(Reach.SITE),
  ISOLATE(Reach.SITE),
  CUT_IN(Reach.SITE),
  CUT_OUT(Reach.SITE),
  CUT_PEERS(Reach.SITE),
  CUT_PEERS_IN(Reach.SITE),
  CUT_PEERS_OUT(Reach.SITE),
  CUT_MYSQL(Reach.SITE),
  CUT_SIDECARS(Reach.SITE),
  CUT_API(Reach.SITE),
  CUT_TEMPORAL(Reach.SITE),
  CUT_LINKS(Reach.LINKS),
  FLAP(Reach.SITE),
  SLOW(Reach.SITE),
  SLOW_IN(Reach.SITE),
  SLOW_OUT(Reach.SITE),
  DELETE_LEASE(Reach.ALL),
  EDIT_LEASE(Reach.ALL),
  /** Clients that take every connection the server has; done by this program. */
  SATURATE(Reach.SITE);

  private enum Reach {
    SITE,
    LINKS,
    ALL
  }

  private final Reach reach;

  Fault(Reach reach) {
    this.reach = reach;
  }

  /**
   * How much later than after other faults a group may settle: mysqld that found its disk full
   * looks again only a minute later (MySQL's own constant, "Retry in 60 secs" in its log).
   */
  Duration aftermath() {
    return this == FILL_DISK ? Duration.ofSeconds(60) : Duration.ZERO;
  }

  /** Whether it strikes a site, and not all of them. */
  boolean strikesSite() {
    return reach == Reach.SITE;
  }

  /** Whether it strikes single links, each in one direction. */
  boolean strikesLinks() {
    return reach == Reach.LINKS;
  }

  /**
   * The fault of that name.
   *
   * @throws IllegalArgumentException when there is none
   */
  static Fault named(String name) {
    return Arrays.stream(values())
        .filter(fault -> fault.toString().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "there is no fault "
                    + name
                    + ": it is one of "
                    + Arrays.stream(values())
                        .map(Fault::toString)
                        .collect(Collectors.joining(", "))));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
