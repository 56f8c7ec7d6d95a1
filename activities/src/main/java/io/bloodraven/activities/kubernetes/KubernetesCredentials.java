package io.bloodraven.activities.kubernetes;

import static java.util.Objects.requireNonNull;

import io.bloodraven.activities.kubernetes.CredentialsUnavailableException.Reason;
import io.bloodraven.activities.model.GroupObjects;
import io.bloodraven.api.group.GroupRef;
import io.bloodraven.api.secret.SecretValue;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Credentials from the API server, each kept for half a minute, and for as long as the API server
 * is away. A Secret that is gone, or broken, is an error at once: that is what a person made of it.
 */
public final class KubernetesCredentials implements Credentials {
  private static final Duration FRESH = Duration.ofSeconds(30);
  private static final int MOST = 1024;

  private final KubernetesClient client;
  private final GroupResources groups;
  private final StaleCache<GroupRef, SecretNames> names;
  private final StaleCache<SecretId, Map<String, String>> secrets;

  /**
   * Credentials that nobody asked for yet.
   *
   * @param nanoTime monotonic clock
   */
  public KubernetesCredentials(KubernetesClient client, LongSupplier nanoTime) {
    this.client = requireNonNull(client, "client");
    this.groups = new GroupResources(client);
    this.names = new StaleCache<>(MOST, FRESH, nanoTime);
    this.secrets = new StaleCache<>(MOST, FRESH, nanoTime);
  }

  @Override
  public Login operator(GroupRef group) {
    return login(group, names(group).operator());
  }

  @Override
  public String controlToken(GroupRef group) {
    return value(new SecretId(group.namespace(), group.controlSecretName()), GroupObjects.TOKEN);
  }

  @Override
  public Optional<Login> login(GroupRef group, LoginKind kind) {
    return Optional.ofNullable(names(group).others().get(kind)).map(name -> login(group, name));
  }

  private SecretNames names(GroupRef group) {
    try {
      return names.get(group, this::readNames, KubernetesClientException.class);
    } catch (KubernetesClientException e) {
      throw unavailable("group " + group, e);
    }
  }

  private SecretNames readNames(GroupRef group) {
    return groups
        .secretNames(group)
        .orElseThrow(() ->
            new CredentialsUnavailableException(
                Reason.SECRET_NOT_FOUND, "there is no failover group " + group));
  }

  private Login login(GroupRef group, String secret) {
    SecretId id = new SecretId(group.namespace(), secret);
    return new Login(value(id, "username"), value(id, "password"));
  }

  private String value(SecretId id, String key) {
    String value = content(id).getOrDefault(key, "");
    if (value.isEmpty()) {
      throw new CredentialsUnavailableException(
          Reason.SECRET_MISSING_KEY, "Secret %s has no value under key %s".formatted(id, key));
    }
    return value;
  }

  private Map<String, String> content(SecretId id) {
    try {
      return secrets.get(id, this::read, KubernetesClientException.class);
    } catch (KubernetesClientException e) {
      throw unavailable("Secret " + id, e);
    }
  }

  private Map<String, String> read(SecretId id) {
    Secret secret = client.secrets().inNamespace(id.namespace()).withName(id.name()).get();
    if (secret == null) {
      throw new CredentialsUnavailableException(
          Reason.SECRET_NOT_FOUND, "Secret %s does not exist: create it".formatted(id));
    }
    return secret.getData().entrySet().stream()
        .collect(
            Collectors.toUnmodifiableMap(
                Map.Entry::getKey, entry -> SecretValue.ofBase64(entry.getValue())));
  }

  private static CredentialsUnavailableException unavailable(
      String what, KubernetesClientException e) {
    return new CredentialsUnavailableException(
        Reason.API_UNAVAILABLE,
        "the Kubernetes API does not give %s: status %d".formatted(what, e.getCode()));
  }

  private record SecretId(String namespace, String name) {
    @Override
    public String toString() {
      return namespace + "/" + name;
    }
  }
}
