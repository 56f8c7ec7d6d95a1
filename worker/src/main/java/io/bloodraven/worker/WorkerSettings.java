package io.bloodraven.worker;

import java.util.Map;

/**
 * What the environment says.
 *
 * @param temporalAddress {@code host:port} of the Temporal frontend
 * @param temporalNamespace Temporal namespace
 * @param podName name by which this worker is known in Temporal
 * @param watchNamespace namespace for whose groups the worker keeps itself warm, empty for all
 * @param sidecarImage sidecar of this release, for groups that name none
 */
record WorkerSettings(
    String temporalAddress,
    String temporalNamespace,
    String podName,
    String watchNamespace,
    String sidecarImage) {
  /** Port of the health endpoints. */
  static final int HEALTH_PORT = 8080;

  /**
   * Reads the environment.
   *
   * @throws IllegalArgumentException naming the variable that is missing
   */
  static WorkerSettings of(Map<String, String> environment) {
    return new WorkerSettings(
        required(environment, "TEMPORAL_ADDRESS"),
        environment.getOrDefault("TEMPORAL_NAMESPACE", "default"),
        required(environment, "POD_NAME"),
        environment.getOrDefault("WATCH_NAMESPACE", ""),
        required(environment, "BLOODRAVEN_SIDECAR_IMAGE"));
  }

  private static String required(Map<String, String> environment, String name) {
    String value = environment.get(name);
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException("the environment variable " + name + " is not set");
    }
    return value;
  }
}
