package io.bloodraven.watcher;

import java.util.Map;
import java.util.UUID;

/**
 * What the environment says.
 *
 * @param watchNamespace namespace whose groups are watched, empty for all
 * @param podName name of this pod, by which watchers share the writing of status
 * @param podNamespace where the other watchers are
 */
record WatcherSettings(
    String temporalAddress,
    String temporalNamespace,
    String watchNamespace,
    String podName,
    String podNamespace,
    int httpPort) {
  /**
   * @throws IllegalArgumentException when something is missing or wrong; names the variable
   */
  static WatcherSettings of(Map<String, String> environment) {
    String podName = environment.getOrDefault("POD_NAME", "");
    return new WatcherSettings(
        required(environment, "TEMPORAL_ADDRESS"),
        environment.getOrDefault("TEMPORAL_NAMESPACE", "default"),
        environment.getOrDefault("WATCH_NAMESPACE", ""),
        podName.isEmpty() ? "watcher" : podName,
        environment.getOrDefault("POD_NAMESPACE", "default"),
        port(environment.getOrDefault("HTTP_PORT", "8080")));
  }

  /** Identity of this very process; a restarted one is another vantage point. */
  String newVantagePoint() {
    return podName + "/" + UUID.randomUUID();
  }

  private static String required(Map<String, String> environment, String name) {
    String value = environment.getOrDefault(name, "");
    if (value.isBlank()) {
      throw new IllegalArgumentException("set " + name + " to host:port of Temporal's frontend");
    }
    return value;
  }

  private static int port(String text) {
    try {
      int port = Integer.parseInt(text);
      if (port >= 0 && port <= 65535) {
        return port;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new IllegalArgumentException("HTTP_PORT must be a port number, not " + text);
  }
}
