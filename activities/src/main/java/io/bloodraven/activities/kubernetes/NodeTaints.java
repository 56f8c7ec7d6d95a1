package io.bloodraven.activities.kubernetes;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import io.bloodraven.activities.model.WriteTaint;
import io.bloodraven.api.group.GroupRef;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeList;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A group's taints on nodes. Other taints stay as they are, whoever changes them meanwhile. */
final class NodeTaints {
  private static final int ATTEMPTS = 5;
  private static final long PAGE = 200;

  private final KubernetesClient client;

  NodeTaints(KubernetesClient client) {
    this.client = requireNonNull(client, "client");
  }

  /**
   * Taints the nodes of every site but the active one. A node that is also one of the active site's
   * is not tainted.
   *
   * @param selectors label selector of the nodes of each site
   */
  void point(GroupRef group, Map<String, Map<String, String>> selectors, String activeSite) {
    Map<String, Boolean> tainted = new HashMap<>();
    Map<String, Node> nodes = new HashMap<>();
    selectors.forEach((site, selector) -> {
      for (Node node : client.nodes().withLabels(selector).list().getItems()) {
        String name = node.getMetadata().getName();
        nodes.put(name, node);
        tainted.merge(name, !site.equals(activeSite), Boolean::logicalAnd);
      }
    });
    tainted.forEach((name, taint) -> set(group, requireNonNull(nodes.get(name), name), taint));
  }

  /**
   * The same for every node there is: one that belongs to no site any more loses its taint. Takes
   * longer than {@link #point}.
   */
  void settle(GroupRef group, Map<String, Map<String, String>> selectors, String activeSite) {
    forEach(node -> {
      List<String> sites =
          selectors.entrySet().stream()
              .filter(site -> isSelected(node, site.getValue()))
              .map(Map.Entry::getKey)
              .toList();
      set(group, node, !sites.isEmpty() && !sites.contains(activeSite));
    });
  }

  private static boolean isSelected(Node node, Map<String, String> selector) {
    Map<String, String> labels = requireNonNullElse(node.getMetadata().getLabels(), Map.of());
    return selector.entrySet().stream()
        .allMatch(label -> label.getValue().equals(labels.get(label.getKey())));
  }

  /** Removes them from every node there is. */
  void remove(GroupRef group) {
    forEach(node -> set(group, node, false));
  }

  private void forEach(Consumer<Node> action) {
    String next = null;
    do {
      ListOptions page = new ListOptionsBuilder().withLimit(PAGE).withContinue(next).build();
      NodeList nodes = client.nodes().list(page);
      nodes.getItems().forEach(action);
      next = nodes.getMetadata().getContinue();
    } while (next != null && !next.isEmpty());
  }

  private void set(GroupRef group, Node seen, boolean tainted) {
    Optional<Node> node = Optional.of(seen);
    for (int attempt = 1; node.isPresent(); attempt++) {
      List<Taint> has = taints(node.get());
      List<Taint> wants = WriteTaint.set(group, has, tainted);
      if (wants.equals(has)) {
        return;
      }
      try {
        update(node.get(), wants);
        return;
      } catch (KubernetesClientException e) {
        if (e.getCode() != HttpURLConnection.HTTP_CONFLICT || attempt == ATTEMPTS) {
          throw e;
        }
        node = Optional.ofNullable(client.nodes().withName(seen.getMetadata().getName()).get());
      }
    }
  }

  /** By the version that was read: taints are one list that everybody shares. */
  private void update(Node node, List<Taint> taints) {
    Node changed = new NodeBuilder(node).editSpec().withTaints(taints).endSpec().build();
    client.resource(changed).lockResourceVersion(node.getMetadata().getResourceVersion()).update();
  }

  private static List<Taint> taints(Node node) {
    return new ArrayList<>(node.getSpec() == null ? List.of() : node.getSpec().getTaints());
  }
}
