package io.bloodraven.activities.kubernetes;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * Which Secrets a group keeps its users in.
 *
 * @param others of the users it has beside the operator
 */
public record SecretNames(String operator, Map<LoginKind, String> others) {
  public SecretNames {
    requireNonNull(operator, "operator");
    others = Map.copyOf(others);
  }
}
