package io.bloodraven.api.gtid;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.regex.Pattern;

/**
 * An immutable set of GTIDs with MySQL's own text form, tagged GTIDs included: {@code
 * uuid:1-5:9,uuid:tag:1-3}. Two sets that hold the same GTIDs are equal and print the same.
 */
public final class GtidSet {
  /** The empty set. */
  public static final GtidSet EMPTY = new GtidSet(new TreeMap<>());

  private static final Pattern UUID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
  private static final Pattern TAG = Pattern.compile("[a-z_][a-z0-9_]{0,31}");
  private static final Pattern INTERVAL = Pattern.compile("([0-9]{1,19})(?:-([0-9]{1,19}))?");

  /** Who made a run of transactions: server UUID, and tag or the empty string. */
  private record Source(String uuid, String tag) implements Comparable<Source> {
    @Override
    public int compareTo(Source other) {
      int byUuid = uuid.compareTo(other.uuid);
      return byUuid != 0 ? byUuid : tag.compareTo(other.tag);
    }
  }

  private final SortedMap<Source, Intervals> sources;

  private GtidSet(SortedMap<Source, Intervals> sources) {
    this.sources = sources;
  }

  /**
   * Reads MySQL's text form; white space and line breaks are allowed anywhere between the parts.
   *
   * @throws IllegalArgumentException naming the part that is no GTID set
   */
  public static GtidSet parse(String text) {
    TreeMap<Source, Intervals> parsed = new TreeMap<>();
    String compact = text.replaceAll("\\s+", "").toLowerCase(Locale.ROOT);
    for (String element : compact.split(",", -1)) {
      if (!element.isEmpty()) {
        parseElement(element, parsed);
      }
    }
    return new GtidSet(parsed);
  }

  private static void parseElement(String element, Map<Source, Intervals> into) {
    String[] parts = element.split(":", -1);
    if (parts.length < 2 || !UUID.matcher(parts[0]).matches()) {
      throw new IllegalArgumentException("not a GTID set: " + element);
    }
    String tag = "";
    for (int i = 1; i < parts.length; i++) {
      var interval = INTERVAL.matcher(parts[i]);
      if (interval.matches()) {
        long first = Long.parseLong(interval.group(1));
        long last = interval.group(2) == null ? first : Long.parseLong(interval.group(2));
        into.merge(new Source(parts[0], tag), Intervals.of(first, last, element), Intervals::union);
      } else if (TAG.matcher(parts[i]).matches()) {
        tag = parts[i];
      } else {
        throw new IllegalArgumentException("not a GTID set: " + element);
      }
    }
  }

  /** All GTIDs of either set. */
  public GtidSet union(GtidSet other) {
    TreeMap<Source, Intervals> result = new TreeMap<>(sources);
    other.sources.forEach((source, intervals) -> result.merge(source, intervals, Intervals::union));
    return new GtidSet(result);
  }

  /** The GTIDs of this set that {@code other} lacks; MySQL's {@code GTID_SUBTRACT(this, other)}. */
  public GtidSet subtract(GtidSet other) {
    return combine(other, Intervals::subtract, true);
  }

  /** The GTIDs that are in both sets. */
  public GtidSet intersect(GtidSet other) {
    return combine(other, (mine, theirs) -> mine.subtract(mine.subtract(theirs)), false);
  }

  /**
   * The GTIDs that this server made, tagged or not.
   *
   * @param uuid as MySQL writes it
   */
  public GtidSet madeBy(String uuid) {
    TreeMap<Source, Intervals> result = new TreeMap<>(sources);
    result.keySet().removeIf(source -> !source.uuid().equalsIgnoreCase(uuid));
    return new GtidSet(result);
  }

  private GtidSet combine(
      GtidSet other, BinaryOperator<Intervals> operation, boolean keepUnmatched) {
    TreeMap<Source, Intervals> result = new TreeMap<>();
    sources.forEach((source, mine) -> {
      Intervals theirs = other.sources.get(source);
      if (theirs == null) {
        if (keepUnmatched) {
          result.put(source, mine);
        }
        return;
      }
      Intervals combined = operation.apply(mine, theirs);
      if (!combined.isEmpty()) {
        result.put(source, combined);
      }
    });
    return new GtidSet(result);
  }

  /** Whether every GTID of {@code other} is in this set. */
  public boolean contains(GtidSet other) {
    return other.subtract(this).isEmpty();
  }

  /** Whether there is no GTID in it. */
  public boolean isEmpty() {
    return sources.isEmpty();
  }

  /** How many GTIDs are in it. */
  public long count() {
    return sources.values().stream().mapToLong(Intervals::count).sum();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof GtidSet that && sources.equals(that.sources);
  }

  @Override
  public int hashCode() {
    return sources.hashCode();
  }

  /** MySQL's text form, in MySQL's order; a server UUID is printed once for all its tags. */
  @Override
  public String toString() {
    List<String> elements = new ArrayList<>();
    String uuid = "";
    for (Map.Entry<Source, Intervals> entry : sources.entrySet()) {
      Source source = entry.getKey();
      String tagged = source.tag().isEmpty() ? "" : ":" + source.tag();
      if (source.uuid().equals(uuid)) {
        elements.add(elements.removeLast() + tagged + entry.getValue());
      } else {
        elements.add(source.uuid() + tagged + entry.getValue());
      }
      uuid = source.uuid();
    }
    return String.join(",", elements);
  }
}
