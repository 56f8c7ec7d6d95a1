package io.bloodraven.activities.kubernetes;

import static io.bloodraven.activities.kubernetes.TestingCluster.CLIENT;
import static io.bloodraven.activities.kubernetes.TestingCluster.SERVER;
import static io.bloodraven.activities.kubernetes.TestingCluster.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bloodraven.activities.kubernetes.CredentialsUnavailableException.Reason;
import io.bloodraven.api.group.GroupRef;
import io.bloodraven.api.kubernetes.BoundedCalls;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Secrets from a real API server, and what a sidecar's account may do there. */
class CredentialsIT {
  private static final Login OPERATOR = new Login("operator", "secret'1");

  @AutoClose
  private static final KubernetesClient BOUNDED = BoundedCalls.open(CLIENT.getConfiguration());

  private long now;
  private GroupRef group;
  private final Credentials credentials = new KubernetesCredentials(BOUNDED, () -> now);

  @BeforeEach
  void newGroup() {
    group = TestingCluster.newGroup();
    secret(group, "main-operator", Map.of("username", "operator", "password", "secret'1\n"));
    secret(group, "main-app", Map.of("username", "app"));
  }

  @Test
  void readsUsersAndToken() {
    secret(group, "mysql-main-control", Map.of("token", "0123"));

    assertThat(credentials.operator(group)).isEqualTo(OPERATOR);
    assertThat(credentials.controlToken(group)).isEqualTo("0123");
    assertThat(credentials.login(group, LoginKind.MONITOR)).isEmpty();
  }

  @Test
  void seesANewPasswordAfterAWhile() {
    credentials.operator(group);
    secret(group, "main-operator", Map.of("username", "operator", "password", "new"));
    assertThat(credentials.operator(group)).isEqualTo(OPERATOR);

    now = Duration.ofSeconds(30).toNanos();

    assertThat(credentials.operator(group)).isEqualTo(new Login("operator", "new"));
  }

  @Test
  void namesTheKeyThatIsMissingAndTellsNoSecret() {
    assertThatThrownBy(() -> credentials.login(group, LoginKind.APP))
        .isInstanceOfSatisfying(
            CredentialsUnavailableException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.SECRET_MISSING_KEY))
        .hasMessageContainingAll("main-app", "password");
    assertThat(OPERATOR.toString()).doesNotContain("secret");
  }

  @Test
  void namesTheSecretThatIsMissing() {
    assertThatThrownBy(() -> credentials.controlToken(group))
        .isInstanceOfSatisfying(
            CredentialsUnavailableException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.SECRET_NOT_FOUND))
        .hasMessageContaining("mysql-main-control");
  }

  @Test
  void servesWhatItKnowsWhileTheApiIsAway() {
    credentials.operator(group);
    SERVER.stop();
    try {
      now = Duration.ofHours(1).toNanos();

      assertThat(credentials.operator(group)).isEqualTo(OPERATOR);
      assertThatThrownBy(() -> credentials.controlToken(group))
          .isInstanceOfSatisfying(
              CredentialsUnavailableException.class,
              e -> assertThat(e.reason()).isEqualTo(Reason.API_UNAVAILABLE));
    } finally {
      SERVER.restart();
    }
  }

  @Test
  void givesUpOnAnApiServerThatNeverAnswers() {
    SERVER.freeze();
    long start = System.nanoTime();
    try {
      assertThatThrownBy(() -> credentials.operator(group))
          .isInstanceOf(CredentialsUnavailableException.class);
    } finally {
      SERVER.thaw();
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
  }

  @Test
  void letsASidecarUseItsLeaseAndNothingElse() {
    new KubernetesGroupActivities(
            CLIENT,
            TestingCluster.PLANNER,
            (group, activeSite) -> {},
            new ControlTokens(),
            InstantSource.system())
        .applyObjects(group, "");
    String token = SERVER.serviceAccountToken(group.namespace(), "mysql-main");
    try (KubernetesClient sidecar = SERVER.client(token)) {
      var leases = sidecar.leases().inNamespace(group.namespace());
      Lease lease = leases.withName("mysql-main").require();
      lease.getSpec().setHolderIdentity("iad/pod");
      assertThat(leases.resource(lease).update().getSpec().getHolderIdentity())
          .isEqualTo("iad/pod");

      assertForbidden(() -> leases.withName("another").get());
      assertForbidden(() -> leases.list());
      assertForbidden(() ->
          sidecar.secrets().inNamespace(group.namespace()).withName("mysql-main-control").get());
      assertForbidden(() -> leases.withName("mysql-main").delete());
    }
  }

  private static void assertForbidden(Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(403));
  }
}
