package io.bloodraven.watcher.intake;

import static java.util.Objects.requireNonNull;

import io.bloodraven.api.group.GroupRef;
import io.bloodraven.api.secret.SecretValue;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the Secrets that streams and probes need, when they are needed, and remembers them: a
 * stream must open again also while the Kubernetes API is away.
 */
public final class GroupSecrets {
  /** A Secret that is not there, or was refused, is not asked for more often than this. */
  private static final long ASK_AGAIN_MILLIS = 2000;

  /** Good Secrets are read again after this, for passwords change. */
  private static final long READ_AGAIN_MILLIS = 60_000;

  private static final Logger log = LoggerFactory.getLogger(GroupSecrets.class);

  private record Key(String namespace, String name) {}

  private record Known(Map<String, String> data, long readAt, boolean doubtful) {}

  private final KubernetesClient client;
  private final LongSupplier clock;
  private final Map<Key, Known> known = new ConcurrentHashMap<>();

  /**
   * @param clock monotonic milliseconds
   */
  public GroupSecrets(KubernetesClient client, LongSupplier clock) {
    this.client = requireNonNull(client, "client");
    this.clock = requireNonNull(clock, "clock");
  }

  /** The token that the group's sidecars ask for. */
  HeartbeatStream.Token controlToken(GroupRef group) {
    Key key = new Key(group.namespace(), group.controlSecretName());
    return new HeartbeatStream.Token() {
      @Override
      public @Nullable String get() {
        String token = read(key).get("token");
        return token == null ? null : token.strip();
      }

      @Override
      public void refused() {
        known.computeIfPresent(key, (_, old) -> new Known(old.data(), old.readAt(), true));
      }
    };
  }

  /** The account of that Secret; empty when there is no such Secret, or no Secret is named. */
  Optional<ProbeLogin> login(GroupRef group, String secret) {
    if (secret.isEmpty()) {
      return Optional.empty();
    }
    Map<String, String> data = read(new Key(group.namespace(), secret));
    String username = data.get("username");
    String password = data.get("password");
    return username == null || password == null
        ? Optional.empty()
        : Optional.of(new ProbeLogin(username, password));
  }

  /** Forgets what belongs to a group that is gone. */
  public void forget(GroupManifest manifest) {
    GroupRef group = manifest.ref();
    known.remove(new Key(group.namespace(), group.controlSecretName()));
    known.remove(new Key(group.namespace(), manifest.monitorSecret()));
  }

  private Map<String, String> read(Key key) {
    long now = clock.getAsLong();
    Known before = known.get(key);
    if (before != null) {
      boolean good = !before.data().isEmpty() && !before.doubtful();
      if (now - before.readAt() < (good ? READ_AGAIN_MILLIS : ASK_AGAIN_MILLIS)) {
        return before.data();
      }
    }
    Map<String, String> data = before == null ? Map.of() : before.data();
    try {
      Secret secret = client.secrets().inNamespace(key.namespace()).withName(key.name()).get();
      data = secret == null || secret.getData() == null ? Map.of() : decoded(secret.getData());
    } catch (KubernetesClientException e) {
      log.info(
          "namespace={} secret={} cannot be read: {}", key.namespace(), key.name(), e.getMessage());
    }
    known.put(key, new Known(data, now, false));
    return data;
  }

  private static Map<String, String> decoded(Map<String, String> data) {
    Map<String, String> plain = new HashMap<>();
    data.forEach(
        (name, value) -> plain.put(name, SecretValue.of(Base64.getDecoder().decode(value))));
    return Map.copyOf(plain);
  }
}
