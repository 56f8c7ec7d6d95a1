package io.bloodraven.watcher.intake;

import static io.bloodraven.watcher.tracking.TestingHeartbeats.GROUP;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bloodraven.api.kubernetes.BoundedCalls;
import io.bloodraven.testing.ApiServer;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Secrets of a real API server, on a clock that the test moves. */
class GroupSecretsIT {
  private static final Duration AT_ONCE = Duration.ofMillis(500);

  @AutoClose private static final ApiServer API = ApiServer.start();
  @AutoClose private static final KubernetesClient ADMIN = API.client();

  @AutoClose
  private static final KubernetesClient BOUNDED = BoundedCalls.open(ADMIN.getConfiguration());

  private final AtomicLong now = new AtomicLong();
  private final Queue<Runnable> beside = new ArrayDeque<>();
  private final GroupSecrets secrets = new GroupSecrets(BOUNDED, beside::add, now::get);
  private final HeartbeatStream.Token token = secrets.controlToken(GROUP);

  @BeforeEach
  void withAToken() {
    secret(GROUP.controlSecretName(), Map.of("token", "first"));
  }

  @AfterEach
  void withoutSecrets() {
    ADMIN.secrets().inNamespace(GROUP.namespace()).delete();
  }

  private static void secret(String name, Map<String, String> content) {
    ADMIN.secrets().inNamespace(GROUP.namespace()).withName(name).delete();
    ADMIN
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withNamespace(GROUP.namespace())
                .withName(name)
                .endMetadata()
                .withStringData(content)
                .build())
        .create();
  }

  private void pass(Duration time) {
    now.addAndGet(time.toMillis());
  }

  private void readBeside() {
    while (!beside.isEmpty()) {
      requireNonNull(beside.poll()).run();
    }
  }

  private static void assertAtOnce(Runnable call) {
    long start = System.nanoTime();
    call.run();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(AT_ONCE);
  }

  @Test
  void aFrozenApiServerKeepsNobodyWaitingWhoseTokenIsKnown() {
    assertThat(token.get()).isEqualTo("first");
    API.freeze();
    try {
      pass(Duration.ofHours(1));
      assertAtOnce(() -> assertThat(token.get()).isEqualTo("first"));
      token.refused();
      pass(Duration.ofSeconds(2));
      assertAtOnce(() -> assertThat(token.get()).isEqualTo("first"));
      assertThat(beside).as("one read at a time").hasSize(1);
      assertAtOnce(() -> assertThat(secrets.lacksControlToken(GROUP)).isFalse());
    } finally {
      API.thaw();
    }
  }

  @Test
  void aTokenThatIsNotKnownIsWaitedForOnceInAWhile() {
    GroupSecrets inRealTime =
        new GroupSecrets(BOUNDED, beside::add, () -> System.nanoTime() / 1_000_000);
    HeartbeatStream.Token unknown = inRealTime.controlToken(GROUP);
    API.freeze();
    try {
      long start = System.nanoTime();
      assertThat(unknown.get()).isNull();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
      assertAtOnce(() -> assertThat(unknown.get()).as("not asked for again at once").isNull());
      assertThat(inRealTime.lacksControlToken(GROUP)).as("that is not known").isFalse();
    } finally {
      API.thaw();
    }
    await().until(() -> "first".equals(unknown.get()));
  }

  @Test
  void aRefusedTokenIsReadAgainSoon() {
    assertThat(token.get()).isEqualTo("first");
    secret(GROUP.controlSecretName(), Map.of("token", "second"));
    token.refused();
    assertThat(token.get()).isEqualTo("first");

    pass(Duration.ofSeconds(2));
    assertThat(token.get()).isEqualTo("first");
    readBeside();
    assertThat(token.get()).isEqualTo("second");
  }

  @Test
  void aLostTokenIsMissedWithinAMinute() {
    assertThat(secrets.lacksControlToken(GROUP)).as("not known yet").isFalse();
    readBeside();
    assertThat(secrets.lacksControlToken(GROUP)).isFalse();

    ADMIN.secrets().inNamespace(GROUP.namespace()).withName(GROUP.controlSecretName()).delete();
    pass(Duration.ofMinutes(1));
    assertThat(secrets.lacksControlToken(GROUP)).isFalse();
    readBeside();
    assertThat(secrets.lacksControlToken(GROUP)).isTrue();

    secret(GROUP.controlSecretName(), Map.of("token", "\n"));
    pass(Duration.ofSeconds(2));
    assertThat(secrets.lacksControlToken(GROUP)).isTrue();
    readBeside();
    assertThat(secrets.lacksControlToken(GROUP)).as("empty").isTrue();

    secret(GROUP.controlSecretName(), Map.of("token", "second"));
    pass(Duration.ofSeconds(2));
    assertThat(secrets.lacksControlToken(GROUP)).isTrue();
    readBeside();
    assertThat(secrets.lacksControlToken(GROUP)).isFalse();
    assertThat(token.get()).isEqualTo("second");
  }

  @Test
  void aLoginIsReadAsTheServerWasGivenIt() {
    secret("monitor", Map.of("username", "monitor\n", "password", "secret \n"));
    Optional<ProbeLogin> login = secrets.login(GROUP, "monitor");
    assertThat(login).contains(new ProbeLogin("monitor", "secret "));
  }
}
