package io.bloodraven.activities.kubernetes;

import static java.util.Objects.requireNonNull;

import io.bloodraven.api.group.GroupLabels;
import io.bloodraven.api.group.GroupRef;
import io.bloodraven.workflows.failover.SiteLabels;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The live labels of a group's pods, and so where its Services lead. A pod that is on its way out,
 * or was replaced, is never called primary.
 *
 * <p>The new primary is labelled before the old one loses its label: for the moment between the two
 * calls the Service leads to both, and a client that meets the old one is refused, for it is dead
 * or fenced, and tries again. The other way round the Service would lead nowhere, and that is
 * worse: a Service without pods answers by ICMP, of which Linux sends a client about one a second;
 * the other attempts to connect hang until their own timeout.
 */
final class RoleLabels {
  private static final String FENCED = "fenced";

  /** By a name of our own: so watchers tell these changes from those of others. */
  private static final PatchContext BY_US = byUs().build();

  /** The API server goes all the way and stores nothing. */
  private static final PatchContext DRY_RUN = byUs().withDryRun(List.of("All")).build();

  private final KubernetesClient client;

  RoleLabels(KubernetesClient client) {
    this.client = requireNonNull(client, "client");
  }

  /**
   * Labels the pods, the primary first.
   *
   * @throws IllegalStateException when there is no pod to be primary; everything else is done then
   */
  void apply(GroupRef group, List<SiteLabels> labels) {
    Map<String, List<Pod>> pods = podsBySite(group);
    Predicate<SiteLabels> primary = site -> site.role().equals(GroupLabels.PRIMARY);
    List<Change> demotions = new ArrayList<>();
    List<Change> promotions = new ArrayList<>();
    for (SiteLabels site : labels) {
      Optional<Pod> current = current(pods.getOrDefault(site.site(), List.of()));
      current.ifPresent(pod ->
          (primary.test(site) ? promotions : demotions)
              .add(Change.to(site.role(), site.healthy(), pod)));
      pods.getOrDefault(site.site(), List.of()).stream()
          .filter(pod -> current.filter(pod::equals).isEmpty())
          .forEach(gone -> demotions.add(Change.to(FENCED, false, gone)));
    }
    promotions.forEach(this::carryOut);
    demotions.forEach(this::demote);
    if (promotions.isEmpty() && labels.stream().anyMatch(primary)) {
      throw new IllegalStateException(
          "%s: site %s has no pod to send clients to"
              .formatted(group, labels.stream().filter(primary).findFirst().orElseThrow().site()));
    }
  }

  /** Does all that labelling does, and changes nothing. */
  void rehearse(GroupRef group) {
    podsBySite(group).values().stream()
        .flatMap(pods -> current(pods).stream())
        .forEach(pod -> patch(new Change(pod, Map.of()), DRY_RUN));
  }

  private static PatchContext.Builder byUs() {
    return new PatchContext.Builder()
        .withPatchType(PatchType.JSON_MERGE)
        .withFieldManager(KubernetesAccess.FIELD_MANAGER);
  }

  private Map<String, List<Pod>> podsBySite(GroupRef group) {
    return client
        .pods()
        .inNamespace(group.namespace())
        .withLabels(GroupLabels.ofGroup(group))
        .list()
        .getItems()
        .stream()
        .filter(pod -> pod.getMetadata().getLabels().containsKey(GroupLabels.SITE))
        .collect(Collectors.groupingBy(pod -> pod.getMetadata().getLabels().get(GroupLabels.SITE)));
  }

  /** The youngest that its Deployment still wants. */
  private static Optional<Pod> current(List<Pod> pods) {
    return pods.stream()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .filter(pod -> !List.of("Succeeded", "Failed").contains(phase(pod)))
        .filter(RoleLabels::isOfDeployment)
        .max(Comparator.comparing(pod -> pod.getMetadata().getCreationTimestamp()));
  }

  private static boolean isOfDeployment(Pod pod) {
    return pod.getMetadata().getOwnerReferences().stream()
        .anyMatch(owner -> owner.getKind().equals("ReplicaSet"));
  }

  private static String phase(Pod pod) {
    return pod.getStatus() == null || pod.getStatus().getPhase() == null
        ? ""
        : pod.getStatus().getPhase();
  }

  private void demote(Change change) {
    try {
      carryOut(change);
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
        throw e;
      }
      // no pod, no clients
    }
  }

  private void carryOut(Change change) {
    Map<String, String> live = change.pod().getMetadata().getLabels();
    if (!live.entrySet().containsAll(change.labels().entrySet())) {
      patch(change, BY_US);
    }
  }

  private void patch(Change change, PatchContext how) {
    ObjectMeta metadata = change.pod().getMetadata();
    client
        .pods()
        .inNamespace(metadata.getNamespace())
        .withName(metadata.getName())
        .patch(how, change.patch());
  }

  private record Change(Pod pod, Map<String, String> labels) {
    static Change to(String role, boolean healthy, Pod pod) {
      return new Change(
          pod, Map.of(GroupLabels.ROLE, role, GroupLabels.HEALTHY, healthy ? "yes" : "no"));
    }

    /** Carries the uid: a successor of the same name is another pod. */
    Pod patch() {
      return new PodBuilder()
          .withNewMetadata()
          .withUid(pod.getMetadata().getUid())
          .withLabels(labels)
          .endMetadata()
          .build();
    }
  }
}
