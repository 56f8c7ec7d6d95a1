package io.bloodraven.watcher.tracking;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whom to ask about whom now. A site that its own stream did not bring a word of for {@link
 * #PATIENCE_MILLIS} is asked of through every site whose stream did, all at once, and again every
 * {@link #INTERVAL_MILLIS} until it is heard by itself. In a group whose streams are all heard
 * nobody is asked. Times are milliseconds of one monotonic clock. Not safe for several threads.
 *
 * <p>Only what came by the site's own stream ends the asking. If an answer did, the site would be
 * heard and not heard by turns.
 */
final class Detours {
  /**
   * A sidecar says something every second, so this is two lines that did not come: the stream
   * itself is given up then, and one that only ended is open again before. It is less than the
   * default threshold of silence, so that a cut that leaves a way round changes no verdict.
   */
  static final long PATIENCE_MILLIS = 2000;

  /** With the pace of those who look ten times a second about once a second, as streams do. */
  static final long INTERVAL_MILLIS = 900;

  /** A longer gap between two looks means that this process slept and heard nobody. */
  private static final long SLEPT_MILLIS = GroupTracker.SLEPT_MILLIS;

  private final Map<String, Stream> streams = new LinkedHashMap<>();
  private final Set<Detour> underWay = new HashSet<>();
  private long lastLook;

  Detours(List<String> sites, long now) {
    lastLook = now;
    configure(sites, now);
  }

  void configure(List<String> sites, long now) {
    streams.keySet().retainAll(sites);
    sites.forEach(site -> streams.computeIfAbsent(site, _ -> new Stream(now)));
  }

  /** The stream of {@code site} brought a word of it. */
  void heard(String site, long now) {
    Stream stream = streams.get(site);
    if (stream != null) {
      stream.brings = true;
      stream.quietSince = now;
    }
  }

  /** The ways to go now; each is under way until it is told to have {@link #ended}. */
  List<Detour> due(long now) {
    if (now - lastLook > SLEPT_MILLIS) {
      // whoever slept does not know which streams are quiet
      streams.values().forEach(stream -> stream.quietSince = now);
    }
    lastLook = now;
    List<Detour> due = new ArrayList<>();
    streams.forEach((site, stream) -> {
      if (stream.isQuiet(now) && now - stream.askedAt >= INTERVAL_MILLIS) {
        List<Detour> round = round(site, now);
        if (!round.isEmpty()) {
          stream.askedAt = now;
          due.addAll(round);
        }
      }
    });
    return due;
  }

  /** All that can be asked about it, but those that still owe an answer. */
  private List<Detour> round(String site, long now) {
    List<Detour> round = new ArrayList<>();
    streams.forEach((by, stream) -> {
      Detour detour = new Detour(site, by);
      if (stream.brings && !stream.isQuiet(now) && underWay.add(detour)) {
        round.add(detour);
      }
    });
    return round;
  }

  /** That one is answered, or given up. */
  void ended(Detour detour) {
    underWay.remove(detour);
  }

  /** The stream of one site. */
  private static final class Stream {
    private boolean brings;
    private long quietSince;
    private long askedAt;

    Stream(long now) {
      quietSince = now;
      askedAt = now - INTERVAL_MILLIS;
    }

    boolean isQuiet(long now) {
      return now - quietSince >= PATIENCE_MILLIS;
    }
  }
}
