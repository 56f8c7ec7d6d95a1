package io.bloodraven.sidecar.kube;

import com.fasterxml.jackson.jr.ob.JSON;
import io.bloodraven.sidecar.lease.LeaseRecord;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The Lease object and the record the protocol reads of it. */
final class LeaseJson {
  static final String ELECTORATE = "bloodraven.shipstream.io/electorate";
  static final String DROPPED = "bloodraven.shipstream.io/dropped";

  /** Kubernetes' MicroTime: six digits, always. */
  private static final DateTimeFormatter MICRO_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private LeaseJson() {}

  static LeaseRecord read(Map<?, ?> lease) throws IOException {
    Map<?, ?> metadata = map(lease.get("metadata"));
    Map<?, ?> annotations = map(metadata.get("annotations"));
    Map<?, ?> spec = map(lease.get("spec"));
    String holder = text(spec.get("holderIdentity"));
    int slash = holder.indexOf('/');
    String version = text(metadata.get("resourceVersion"));
    if (version.isEmpty() || (slash < 0 && !holder.isEmpty())) {
      throw new IOException("not a Lease of a failover group: holderIdentity '" + holder + "'");
    }
    return new LeaseRecord(
        version,
        spec.get("leaseTransitions") instanceof Number epoch ? epoch.longValue() : 0,
        slash < 0 ? "" : holder.substring(0, slash),
        slash < 0 ? "" : holder.substring(slash + 1),
        sites(annotations.get(ELECTORATE)),
        sites(annotations.get(DROPPED)));
  }

  /** The object as it is to be, made from the one that was read: what we do not know is kept. */
  static String write(Map<?, ?> read, LeaseRecord lease, long leaseMillis, Instant now)
      throws IOException {
    Map<String, Object> annotations = copy(map(map(read.get("metadata")).get("annotations")));
    annotations.put(ELECTORATE, String.join(",", lease.electorate()));
    annotations.put(DROPPED, String.join(",", lease.dropped()));
    Map<String, Object> metadata = copy(map(read.get("metadata")));
    metadata.remove("managedFields");
    metadata.put("annotations", annotations);
    Map<String, Object> spec = copy(map(read.get("spec")));
    spec.put("holderIdentity", lease.holderSite() + "/" + lease.holderPodUid());
    spec.put("leaseTransitions", lease.epoch());
    spec.put("leaseDurationSeconds", (leaseMillis + 999) / 1000);
    spec.put("renewTime", MICRO_TIME.format(now));
    Map<String, Object> object = copy(read);
    object.put("metadata", metadata);
    object.put("spec", spec);
    return JSON.std.asString(object);
  }

  /** What a new object is made from. */
  static Map<?, ?> blank(String name) {
    return Map.of(
        "apiVersion", "coordination.k8s.io/v1", "kind", "Lease", "metadata", Map.of("name", name));
  }

  private static Map<String, Object> copy(Map<?, ?> map) {
    Map<String, Object> copy = new LinkedHashMap<>();
    map.forEach((key, value) -> copy.put(String.valueOf(key), value));
    return copy;
  }

  private static Map<?, ?> map(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? map : Map.of();
  }

  private static String text(@Nullable Object value) {
    return value instanceof String text ? text : "";
  }

  private static List<String> sites(@Nullable Object value) {
    return Stream.of(text(value).split(",")).map(String::strip).filter(s -> !s.isEmpty()).toList();
  }
}
