package io.bloodraven.watcher.intake;

import static java.util.Objects.requireNonNull;

import io.bloodraven.api.group.GroupRef;
import io.bloodraven.api.secret.SecretValue;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the Secrets that streams and probes need, when they are needed, and remembers them: a
 * stream must open again also while the Kubernetes API is away. Who asks for what is known gets it
 * at once, and it is read again beside; only for what is not known the API server is waited for.
 */
public final class GroupSecrets {
  /** A Secret that is not there, or was refused, is not asked for more often than this. */
  private static final long ASK_AGAIN_MILLIS = 2000;

  /** Good Secrets are read again after this, for passwords change. */
  private static final long READ_AGAIN_MILLIS = 60_000;

  private static final Logger log = LoggerFactory.getLogger(GroupSecrets.class);

  private record Key(String namespace, String name) {}

  /**
   * What was read last.
   *
   * @param data empty when there is no such Secret, or nothing in it
   * @param told whether the API server has ever told it; else nothing is known but that it failed
   * @param triedAt when it was last read, or tried to be
   */
  private record Known(Map<String, String> data, boolean told, long triedAt, boolean doubtful) {
    static final Known NOTHING = new Known(Map.of(), false, 0, false);
  }

  private final KubernetesClient client;
  private final Executor beside;
  private final LongSupplier clock;
  private final Map<Key, Known> known = new ConcurrentHashMap<>();
  private final Set<Key> beingRead = ConcurrentHashMap.newKeySet();

  /**
   * @param client whose calls are bounded
   * @param beside runs what nobody waits for, at most one read of a Secret at a time
   * @param clock monotonic milliseconds
   */
  public GroupSecrets(KubernetesClient client, Executor beside, LongSupplier clock) {
    this.client = requireNonNull(client, "client");
    this.beside = requireNonNull(beside, "beside");
    this.clock = requireNonNull(clock, "clock");
  }

  /** The token that the group's sidecars ask for. */
  HeartbeatStream.Token controlToken(GroupRef group) {
    Key key = control(group);
    return new HeartbeatStream.Token() {
      @Override
      public @Nullable String get() {
        return token(read(key));
      }

      @Override
      public void refused() {
        known.computeIfPresent(
            key, (_, old) -> new Known(old.data(), old.told(), old.triedAt(), true));
      }
    };
  }

  /**
   * Whether the group's control token was not there, or empty, when it was last looked for. Answers
   * at once and has it looked for beside when that is long ago, so whoever asks often enough hears
   * of it within a minute.
   */
  public boolean lacksControlToken(GroupRef group) {
    Key key = control(group);
    Known last = known.get(key);
    if (last == null || isStale(last)) {
      readBeside(key);
    }
    return last != null && last.told() && token(last.data()) == null;
  }

  private static Key control(GroupRef group) {
    return new Key(group.namespace(), group.controlSecretName());
  }

  private static @Nullable String token(Map<String, String> data) {
    String token = data.get("token");
    // as the header that carries it
    return token == null ? null : token.strip();
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
    known.remove(control(group));
    known.remove(new Key(group.namespace(), manifest.monitorSecret()));
  }

  private Map<String, String> read(Key key) {
    Known last = known.get(key);
    if (last != null && !isStale(last)) {
      return last.data();
    }
    if (last == null || last.data().isEmpty()) {
      return readNow(key);
    }
    readBeside(key);
    return last.data();
  }

  private boolean isStale(Known last) {
    boolean good = !last.data().isEmpty() && !last.doubtful();
    return clock.getAsLong() - last.triedAt() >= (good ? READ_AGAIN_MILLIS : ASK_AGAIN_MILLIS);
  }

  private void readBeside(Key key) {
    if (beingRead.add(key)) {
      beside.execute(() -> {
        try {
          var _ = readNow(key);
        } finally {
          beingRead.remove(key);
        }
      });
    }
  }

  private Map<String, String> readNow(Key key) {
    Known last = known.getOrDefault(key, Known.NOTHING);
    Known read;
    try {
      Secret secret = client.secrets().inNamespace(key.namespace()).withName(key.name()).get();
      // by the time after the call: one that took long is not to be made again at once
      read = new Known(values(secret), true, clock.getAsLong(), false);
    } catch (KubernetesClientException e) {
      log.info(
          "namespace={} secret={} cannot be read: {}", key.namespace(), key.name(), e.getMessage());
      read = new Known(last.data(), last.told(), clock.getAsLong(), last.doubtful());
    }
    known.put(key, read);
    return read.data();
  }

  /** Only what is there: a key without a value is as good as none. */
  private static Map<String, String> values(@Nullable Secret secret) {
    if (secret == null || secret.getData() == null) {
      return Map.of();
    }
    Map<String, String> values = new HashMap<>();
    secret
        .getData()
        .forEach((name, content) -> {
          String value = SecretValue.ofBase64(content);
          if (!value.isEmpty()) {
            values.put(name, value);
          }
        });
    return Map.copyOf(values);
  }
}
