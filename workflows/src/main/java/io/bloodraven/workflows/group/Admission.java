package io.bloodraven.workflows.group;

import io.bloodraven.workflows.decision.Recovery;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A person's word that a site may be promoted although it has transactions that the group lacks,
 * and lacks what was written since it was cut off.
 *
 * @param site name of the site
 * @param divergentGtid the beginning of the set that only this site has, as status tells it, so
 *     that nobody admits another site than was looked at; at least {@value #LEAST} characters
 */
public record Admission(@Nullable String site, @Nullable String divergentGtid) {
  static final int LEAST = 8;

  /** What is wrong with it, in words that say what would be right; empty when nothing is. */
  Optional<String> objection(Optional<Recovery> recovery) {
    if (recovery.filter(Recovery::barred).isEmpty()) {
      return Optional.of("site: no site of this name is barred from being promoted");
    }
    if (divergentGtid == null
        || divergentGtid.length() < LEAST
        || !recovery.get().divergentGtid().startsWith(divergentGtid)) {
      return Optional.of(
          "divergentGtid: give at least the first "
              + LEAST
              + " characters of "
              + recovery.get().divergentGtid());
    }
    return Optional.empty();
  }
}
