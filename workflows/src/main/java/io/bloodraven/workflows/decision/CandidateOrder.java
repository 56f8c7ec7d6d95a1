package io.bloodraven.workflows.decision;

import io.bloodraven.api.group.GroupSpec;
import io.bloodraven.api.group.SiteRole;
import io.bloodraven.api.group.SiteSpec;
import java.util.Comparator;
import java.util.List;

/** Which sites may be promoted automatically, most wanted first, before data is compared. */
final class CandidateOrder {
  private CandidateOrder() {}

  /** By sitePriorities; sites not named there after, in manifest order. */
  static List<String> of(GroupSpec spec) {
    List<String> wanted = spec.sitePriorities();
    return spec.sites().stream()
        .filter(site -> site.role() == SiteRole.PRIMARY_CANDIDATE)
        .map(SiteSpec::name)
        .sorted(Comparator.comparingInt(site -> rank(wanted, site)))
        .toList();
  }

  private static int rank(List<String> wanted, String site) {
    int index = wanted.indexOf(site);
    return index < 0 ? Integer.MAX_VALUE : index;
  }
}
