package io.bloodraven.workflows.group;

import static java.util.Objects.requireNonNullElse;

/**
 * Why the group's resource is to be read again.
 *
 * @param generation metadata.generation seen
 * @param deleted whether the resource is being deleted
 * @param drift what owned object differs from what was applied ({@code Kind/name}), empty when none
 */
public record ResourceChange(long generation, boolean deleted, String drift) {
  public ResourceChange {
    // signals may come without
    drift = requireNonNullElse(drift, "");
  }
}
