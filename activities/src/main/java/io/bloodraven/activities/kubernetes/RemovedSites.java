package io.bloodraven.activities.kubernetes;

import static java.util.Objects.requireNonNull;

import io.bloodraven.activities.model.GroupPlan;
import io.bloodraven.api.group.GroupLabels;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is left of sites that a group's manifest no longer has: found by label and owner, so that it
 * does not matter who was interrupted when. Volumes stay.
 */
final class RemovedSites {
  /** Pods go first: they use the rest. */
  private static final List<Class<? extends HasMetadata>> KINDS =
      List.of(Deployment.class, Service.class, ConfigMap.class);

  private final KubernetesClient client;
  private final GroupLease lease;

  RemovedSites(KubernetesClient client, GroupLease lease) {
    this.client = requireNonNull(client, "client");
    this.lease = requireNonNull(lease, "lease");
  }

  /** Names of the sites. */
  List<String> find(GroupPlan plan) {
    return leftovers(plan).map(RemovedSites::site).distinct().sorted().toList();
  }

  /**
   * Removes them, but for the active one.
   *
   * @throws IllegalStateException while the Lease does not name the active site
   */
  void remove(GroupPlan plan, String activeSite) {
    requireHolder(plan, activeSite);
    leftovers(plan)
        .filter(object -> !site(object).equals(activeSite))
        // of the version that was looked at: the site may be back
        .forEach(object -> client.resource(object).lockResourceVersion().delete());
  }

  private void requireHolder(GroupPlan plan, String activeSite) {
    GroupLease.Entry entry = lease.read(plan.group()).orElse(GroupLease.Entry.NOBODY);
    if (!entry.names(activeSite)) {
      throw new IllegalStateException(
          "%s: no site is taken down while the Lease %s is held by \"%s\", not by the active site %s"
              .formatted(plan.group(), plan.group().objectName(), entry.holder(), activeSite));
    }
  }

  private Stream<HasMetadata> leftovers(GroupPlan plan) {
    Set<String> sites =
        plan.sites().stream().map(site -> site.site()).collect(Collectors.toUnmodifiableSet());
    return KINDS.stream()
        .flatMap(kind -> ofSites(plan, kind))
        .filter(object -> !sites.contains(site(object)));
  }

  private Stream<HasMetadata> ofSites(GroupPlan plan, Class<? extends HasMetadata> kind) {
    return client
        .resources(kind)
        .inNamespace(plan.group().namespace())
        .withLabels(GroupLabels.ofGroup(plan.group()))
        .withLabel(GroupLabels.SITE)
        .list()
        .getItems()
        .stream()
        .<HasMetadata>map(object -> object)
        .filter(object ->
            object.getMetadata().getOwnerReferences().stream()
                .anyMatch(owner -> owner.getUid().equals(plan.owner().uid())));
  }

  private static String site(HasMetadata object) {
    return requireNonNull(object.getMetadata().getLabels().get(GroupLabels.SITE));
  }
}
