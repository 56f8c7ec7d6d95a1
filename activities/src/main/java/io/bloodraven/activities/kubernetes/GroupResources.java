package io.bloodraven.activities.kubernetes;

import static java.util.Objects.requireNonNull;

import io.bloodraven.api.crd.Credentials;
import io.bloodraven.api.crd.MysqlFailoverGroup;
import io.bloodraven.api.crd.MysqlFailoverGroupSpec;
import io.bloodraven.api.group.GroupRef;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The resources that users wrote, read anew each time. */
final class GroupResources {
  private final KubernetesClient client;

  GroupResources(KubernetesClient client) {
    this.client = requireNonNull(client, "client");
  }

  /** The group's resource; empty when it is gone. */
  Optional<MysqlFailoverGroup> read(GroupRef group) {
    return Optional.ofNullable(
        client
            .resources(MysqlFailoverGroup.class)
            .inNamespace(group.namespace())
            .withName(group.name())
            .get());
  }

  /** Where the group keeps its users; empty when the group is gone. */
  Optional<SecretNames> secretNames(GroupRef group) {
    return read(group).map(resource -> secretNames(resource.getSpec()));
  }

  private static SecretNames secretNames(MysqlFailoverGroupSpec spec) {
    Credentials credentials = spec.credentials();
    if (credentials == null) {
      return new SecretNames(requireNonNull(spec.secretName(), "spec.secretName"), Map.of());
    }
    Map<LoginKind, String> others = new EnumMap<>(LoginKind.class);
    put(others, LoginKind.APP, credentials.appSecret());
    put(others, LoginKind.READ_ONLY, credentials.readOnlySecret());
    put(others, LoginKind.MONITOR, credentials.monitorSecret());
    put(others, LoginKind.BACKUP, credentials.backupSecret());
    return new SecretNames(credentials.operatorSecret(), others);
  }

  private static void put(Map<LoginKind, String> secrets, LoginKind kind, @Nullable String secret) {
    if (secret != null) {
      secrets.put(kind, secret);
    }
  }
}
