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

  static LeaseRecord read(String json) throws IOException {
    return read(JSON.std.mapFrom(json));
  }

  /**
   * A merge patch that succeeds only on the record's version, or with {@code name} a whole object.
   */
  static String write(LeaseRecord lease, long leaseMillis, Instant now, @Nullable String name)
      throws IOException {
    Map<String, Object> metadata = new LinkedHashMap<>();
    if (name == null) {
      metadata.put("resourceVersion", lease.version());
    } else {
      metadata.put("name", name);
    }
    metadata.put(
        "annotations",
        Map.of(
            ELECTORATE, String.join(",", lease.electorate()),
            DROPPED, String.join(",", lease.dropped())));
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("holderIdentity", lease.holderSite() + "/" + lease.holderPodUid());
    spec.put("leaseTransitions", lease.epoch());
    spec.put("leaseDurationSeconds", (leaseMillis + 999) / 1000);
    spec.put("renewTime", MICRO_TIME.format(now));
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("apiVersion", "coordination.k8s.io/v1");
    object.put("kind", "Lease");
    object.put("metadata", metadata);
    object.put("spec", spec);
    return JSON.std.asString(object);
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
