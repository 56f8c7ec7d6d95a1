package io.bloodraven.playground.nemesis;

import io.bloodraven.playground.nemesis.Strike.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Packets from one process to another: a link in one direction. Cut, it loses half of every
 * conversation between them.
 */
record Link(End from, End to) {
  private static final List<Place> SITES = List.of(Place.ACTIVE, Place.STANDBY);

  /** Of the links one in so many is cut, as a die decides. */
  private static final List<Integer> ONE_IN = List.of(2, 4, 8, 16);

  /** What runs at a site, or beside all of them. */
  enum Kind {
    MYSQL,
    SIDECAR,
    WATCHER,
    WORKER,
    API,
    TEMPORAL
  }

  /**
   * One end.
   *
   * @param place of the site, {@link Place#EVERYWHERE} for API server and Temporal
   */
  record End(Kind kind, Place place) {
    String name(Function<Place, String> siteNames) {
      String what = kind.name().toLowerCase(Locale.ROOT);
      return place == Place.EVERYWHERE ? what : what + "@" + siteNames.apply(place);
    }
  }

  /** Every link between the active site and a standby, and from both to what they share. */
  static List<Link> all() {
    List<Link> links = new ArrayList<>();
    both(links, at(Kind.MYSQL, Place.ACTIVE), at(Kind.MYSQL, Place.STANDBY));
    both(links, at(Kind.SIDECAR, Place.ACTIVE), at(Kind.SIDECAR, Place.STANDBY));
    for (Place site : SITES) {
      both(links, at(Kind.SIDECAR, site), at(Kind.API, Place.EVERYWHERE));
      for (Kind kind : List.of(Kind.WATCHER, Kind.WORKER)) {
        End from = at(kind, site);
        both(links, from, at(Kind.API, Place.EVERYWHERE));
        both(links, from, at(Kind.TEMPORAL, Place.EVERYWHERE));
        SITES.forEach(to -> both(links, from, at(Kind.MYSQL, to)));
        SITES.forEach(to -> both(links, from, at(Kind.SIDECAR, to)));
      }
    }
    return List.copyOf(links);
  }

  /** Some of them, at least one. */
  static List<Link> draw(SplittableRandom random) {
    List<Link> all = all();
    int oneIn = ONE_IN.get(random.nextInt(ONE_IN.size()));
    List<Link> some = all.stream().filter(link -> random.nextInt(oneIn) == 0).toList();
    return some.isEmpty() ? List.of(all.get(random.nextInt(all.size()))) : some;
  }

  /** As {@code chaos.sh cut-links} takes them. */
  static String names(List<Link> links, Function<Place, String> siteNames) {
    return links.stream()
        .map(link -> link.from.name(siteNames) + ">" + link.to.name(siteNames))
        .collect(Collectors.joining(","));
  }

  private static End at(Kind kind, Place place) {
    return new End(kind, place);
  }

  private static void both(List<Link> links, End one, End other) {
    Stream.of(new Link(one, other), new Link(other, one)).forEach(links::add);
  }
}
