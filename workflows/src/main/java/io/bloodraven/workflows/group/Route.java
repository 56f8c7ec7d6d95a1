package io.bloodraven.workflows.group;

import io.bloodraven.workflows.decision.Testimony;
import io.bloodraven.workflows.failover.SiteLabels;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where clients are sent: what labels, DNS and taints should say, or do say.
 *
 * @param pods the promoted one last; in which order the labels are set is for whoever sets them
 */
record Route(String activeSite, List<LabelledPod> pods) {
  /** Labels of a site, and the pod that wears them: a new pod has none. */
  record LabelledPod(SiteLabels labels, String podUid) {}

  Route {
    pods = List.copyOf(pods);
  }

  static Route wanted(List<String> sites, String activeSite, Testimony testimony) {
    Stream<LabelledPod> others =
        sites.stream()
            .filter(site -> !site.equals(activeSite))
            .map(site ->
                testimony.follows(site)
                    ? labelled(
                        new SiteLabels(site, "replica", testimony.servesReads(site)), testimony)
                    : labelled(new SiteLabels(site, "fenced", false), testimony));
    return new Route(
        activeSite,
        Stream.concat(
                others, Stream.of(labelled(new SiteLabels(activeSite, "primary", true), testimony)))
            .toList());
  }

  List<SiteLabels> labels() {
    return pods.stream().map(LabelledPod::labels).toList();
  }

  private static LabelledPod labelled(SiteLabels labels, Testimony testimony) {
    return new LabelledPod(
        labels, testimony.lastHeard(labels.site()).map(seen -> seen.podUid()).orElse(""));
  }
}
