package io.bloodraven.sidecar;

import io.bloodraven.api.group.GroupRef;
import io.bloodraven.api.group.NetworkGuard;
import io.bloodraven.sidecar.lease.LeaseTimings;
import io.bloodraven.sidecar.lease.Self;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the environment says.
 *
 * @param stallTimeout milliseconds without an answer, or without a write where the server is open
 * @param dataDirectory of mysqld, read when it has died
 * @param mysqldArgument only a mysqld with this argument counts; empty for any
 */
public record SidecarSettings(
    GroupRef group,
    Self self,
    LeaseTimings timings,
    long stallTimeout,
    Path tokenFile,
    Path operatorDirectory,
    Path stateDirectory,
    Path dataDirectory,
    int mysqlPort,
    int httpPort,
    String mysqldArgument,
    NetworkGuard networkGuard) {
  private static final long ELECTORATE_GRACE_MILLIS = 300_000;

  /**
   * Reads the environment.
   *
   * @throws IllegalArgumentException when something is missing or wrong; the message names it
   */
  public static SidecarSettings from(Map<String, String> environment) {
    GroupRef group =
        new GroupRef(
            required(environment, "BLOODRAVEN_NAMESPACE"),
            required(environment, "BLOODRAVEN_GROUP"));
    return new SidecarSettings(
        group,
        new Self(
            group.namespace(),
            group.name(),
            required(environment, "BLOODRAVEN_SITE"),
            required(environment, "POD_UID")),
        new LeaseTimings(
            number(environment, "BLOODRAVEN_LEASE_TIMEOUT_MS", 6_000),
            number(environment, "BLOODRAVEN_PEER_INTERVAL_MS", 1_000),
            number(environment, "BLOODRAVEN_ELECTORATE_GRACE_MS", ELECTORATE_GRACE_MILLIS)),
        positive(environment, "BLOODRAVEN_STALL_TIMEOUT_MS", 2_000),
        path(environment, "BLOODRAVEN_TOKEN_FILE", "/etc/bloodraven/control/token"),
        path(environment, "BLOODRAVEN_OPERATOR_DIR", "/etc/bloodraven/operator"),
        path(environment, "BLOODRAVEN_STATE_DIR", "/var/lib/bloodraven"),
        path(environment, "BLOODRAVEN_DATA_DIR", "/var/lib/mysql/data"),
        (int) number(environment, "BLOODRAVEN_MYSQL_PORT", GroupRef.MYSQL_PORT),
        (int) number(environment, "BLOODRAVEN_HTTP_PORT", GroupRef.SIDECAR_PORT),
        environment.getOrDefault("BLOODRAVEN_MYSQLD_ARGUMENT", ""),
        guard(environment.getOrDefault("BLOODRAVEN_NETWORK_GUARD", "")));
  }

  /** Off where nobody asks for it: a sidecar outside a pod has no network of its own to guard. */
  private static NetworkGuard guard(String value) {
    return Stream.of(NetworkGuard.values())
        .filter(mode -> mode.text().equals(value.isEmpty() ? "off" : value))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "BLOODRAVEN_NETWORK_GUARD is not auto, on or off: " + value));
  }

  private static String required(Map<String, String> environment, String name) {
    String value = environment.getOrDefault(name, "");
    if (value.isEmpty()) {
      throw new IllegalArgumentException(name + " is not set");
    }
    return value;
  }

  private static long number(Map<String, String> environment, String name, long otherwise) {
    String value = environment.getOrDefault(name, "");
    try {
      return value.isEmpty() ? otherwise : Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(name + " is not a number: " + value, e);
    }
  }

  private static long positive(Map<String, String> environment, String name, long otherwise) {
    long value = number(environment, name, otherwise);
    if (value < 1) {
      throw new IllegalArgumentException(name + " is not positive: " + value);
    }
    return value;
  }

  private static Path path(Map<String, String> environment, String name, String otherwise) {
    return Path.of(environment.getOrDefault(name, otherwise));
  }
}
