package io.bloodraven.activities.mysql;

import static java.util.Objects.requireNonNull;

import java.util.Set;

/** Where a server listens; also what replicas of it are told. */
public record MysqlAddress(String host, int port) {
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "::1", "localhost");

  public MysqlAddress {
    requireNonNull(host, "host");
  }

  /** Whether nothing that is sent there leaves this machine. */
  boolean isLoopback() {
    return LOOPBACK.contains(host);
  }

  /** {@code host:port}. */
  @Override
  public String toString() {
    return host + ":" + port;
  }
}
