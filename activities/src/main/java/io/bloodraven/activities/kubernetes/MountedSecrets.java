package io.bloodraven.activities.kubernetes;

import static java.util.Objects.requireNonNull;

import io.bloodraven.activities.model.GroupObjects;
import io.bloodraven.activities.model.GroupPlan;
import io.bloodraven.api.group.GroupRef;
import io.bloodraven.api.secret.SecretValue;
import io.bloodraven.workflows.group.GroupActivities;
import io.bloodraven.workflows.group.GroupEvent;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The Secrets without which a group's pods do not start, or can tell nobody who they are. */
final class MountedSecrets {
  private final KubernetesClient client;

  MountedSecrets(KubernetesClient client) {
    this.client = requireNonNull(client, "client");
  }

  /** What is wrong with them, and what a person can do. */
  List<GroupEvent> troubles(GroupPlan plan) {
    GroupRef group = plan.group();
    String operator = plan.sites().getFirst().operatorSecret();
    return Stream.of(
            trouble(group, operator, List.of("username", "password"), "add it"),
            trouble(
                group,
                group.controlSecretName(),
                List.of(GroupObjects.TOKEN),
                // nobody of ours may write over a Secret
                "delete the Secret, and it is made anew"))
        .flatMap(Optional::stream)
        .toList();
  }

  private Optional<GroupEvent> trouble(
      GroupRef group, String name, List<String> keys, String remedy) {
    Secret secret = client.secrets().inNamespace(group.namespace()).withName(name).get();
    if (secret == null) {
      return Optional.of(
          new GroupEvent(
              true,
              GroupActivities.SECRET_NOT_FOUND,
              "Secret %s does not exist: create it".formatted(name)));
    }
    return keys.stream()
        .filter(key -> isEmpty(secret, key))
        .findFirst()
        .map(key ->
            new GroupEvent(
                true,
                GroupActivities.SECRET_MISSING_KEY,
                "Secret %s has no value under key %s: %s".formatted(name, key, remedy)));
  }

  private static boolean isEmpty(Secret secret, String key) {
    String content = secret.getData() == null ? null : secret.getData().get(key);
    return content == null || SecretValue.ofBase64(content).isEmpty();
  }
}
