package io.bloodraven.api.group;

import static java.util.Objects.requireNonNull;

/** A site of a group as far as decisions go. */
public record SiteSpec(String name, SiteRole role) {
  public SiteSpec {
    requireNonNull(name, "name");
    requireNonNull(role, "role");
  }
}
