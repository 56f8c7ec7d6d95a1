package io.bloodraven.workflows.group;

import io.bloodraven.api.group.GroupSpec;
import io.bloodraven.api.group.SiteRole;
import io.bloodraven.workflows.decision.Bar;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A person's word that a site may be promoted although it has transactions that the group lacks,
 * and perhaps lacks what was written since it was cut off.
 *
 * @param site name of the site
 * @param divergentGtid the beginning of the set that only this site has, as status tells it, for a
 *     sign that somebody has looked; at least {@value #LEAST} characters
 */
public record Admission(@Nullable String site, @Nullable String divergentGtid) {
  static final int LEAST = 8;

  /**
   * What is wrong with it, in words that say what would be right; empty when nothing is.
   *
   * @param bar of that site
   * @param open the site that takes writes, empty when none does
   */
  Optional<String> objection(GroupSpec spec, Optional<Bar> bar, String open) {
    if (!open.isEmpty()) {
      return Optional.of(open + " takes writes: no other site is to be promoted");
    }
    if (bar.isEmpty()) {
      return Optional.of("site: no site of this name is barred from being promoted");
    }
    if (spec.site(bar.get().site())
        .filter(one -> one.role() == SiteRole.PRIMARY_CANDIDATE)
        .isEmpty()) {
      return Optional.of("site: its role is not primary-candidate");
    }
    if (divergentGtid == null
        || divergentGtid.length() < LEAST
        || !bar.get().divergentGtid().startsWith(divergentGtid)) {
      return Optional.of(
          "divergentGtid: give at least the first "
              + LEAST
              + " characters of "
              + bar.get().divergentGtid());
    }
    return Optional.empty();
  }
}
