package io.bloodraven.activities.model;

import java.util.Map;

/** Whether a namespace takes pods with added capabilities, as far as its labels say. */
public enum NamespacePrivileges {
  GRANTED,
  REFUSED;

  private static final String LEVEL = "pod-security.kubernetes.io/enforce";

  /** By the pod security standard that is enforced; without one everything is taken. */
  public static NamespacePrivileges of(Map<String, String> labels) {
    return switch (labels.getOrDefault(LEVEL, "privileged")) {
      case "baseline", "restricted" -> REFUSED;
      default -> GRANTED;
    };
  }
}
