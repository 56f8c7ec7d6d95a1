package io.bloodraven.activities.model;

import io.bloodraven.api.group.GroupRef;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/**
 * The server ids of a group's sites, kept in an annotation of the group. An id once given stays
 * with its site's name for good: a site that returns finds its own again, and the order of the
 * manifest means nothing.
 */
public final class ServerIds {
  /** The annotation: {@code iad=1234,pdx=5678}. */
  public static final String ANNOTATION = "bloodraven.shipstream.io/server-ids";

  private static final int LONGEST = 80;

  private final Map<String, Long> bySite;

  private ServerIds(Map<String, Long> bySite) {
    this.bySite = bySite;
  }

  /**
   * Gives every site that has none an id.
   *
   * @param annotation the annotation's value, empty when there is none
   * @throws IllegalArgumentException when the annotation is not one of ours
   */
  public static ServerIds assign(GroupRef group, String annotation, Collection<String> sites) {
    Map<String, Long> bySite = parse(annotation);
    for (String site : new TreeSet<>(sites)) {
      if (!bySite.containsKey(site)) {
        bySite.put(site, free(group, site, bySite.values()));
      }
    }
    return new ServerIds(bySite);
  }

  /** The id of a site that was among those assigned. */
  public long of(String site) {
    Long id = bySite.get(site);
    if (id == null) {
      throw new IllegalArgumentException("no server id was assigned to site " + site);
    }
    return id;
  }

  /** The annotation's new value. */
  public String annotation() {
    return bySite.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(Collectors.joining(","));
  }

  /** None given yet. */
  static ServerIds none() {
    return new ServerIds(new TreeMap<>());
  }

  private static Map<String, Long> parse(String annotation) {
    Map<String, Long> bySite = new TreeMap<>();
    if (annotation.isBlank()) {
      return bySite;
    }
    for (String entry : annotation.split(",", -1)) {
      int equals = entry.indexOf('=');
      try {
        long id = id(entry.substring(equals + 1).strip());
        if (bySite.containsValue(id)
            || bySite.put(entry.substring(0, equals).strip(), id) != null) {
          throw new IllegalArgumentException(
              "annotation %s: \"%s\" gives a site or an id for the second time"
                  .formatted(ANNOTATION, quoted(entry)));
        }
      } catch (IndexOutOfBoundsException | NumberFormatException e) {
        throw new IllegalArgumentException(
            "annotation %s: \"%s\" is not <site>=<server id>".formatted(ANNOTATION, quoted(entry)));
      }
    }
    return bySite;
  }

  /** Short: an annotation may be a quarter of a megabyte, and this goes into status. */
  private static String quoted(String entry) {
    return entry.length() <= LONGEST ? entry : entry.substring(0, LONGEST) + "…";
  }

  private static long id(String text) {
    long id = Integer.parseUnsignedInt(text) & 0xffff_ffffL;
    if (id == 0) {
      throw new NumberFormatException("a server id is above 0");
    }
    return id;
  }

  /** By name, so that servers of different groups hardly ever share an id either. */
  private static long free(GroupRef group, String site, Collection<Long> taken) {
    CRC32 crc = new CRC32();
    crc.update((group + "/" + site).getBytes(StandardCharsets.UTF_8));
    long id = Math.max(1, crc.getValue());
    while (taken.contains(id)) {
      id = id == 0xffff_ffffL ? 1 : id + 1;
    }
    return id;
  }
}
