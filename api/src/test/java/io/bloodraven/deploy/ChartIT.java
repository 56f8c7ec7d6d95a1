package io.bloodraven.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bloodraven.deploy.HelmCommand.Outcome;
import io.bloodraven.testing.ApiServer;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The chart can be installed, and gives each process what it needs and no more. */
class ChartIT {
  private static final String NAMESPACE = "bloodraven-system";

  @AutoClose private static final ApiServer SERVER = ApiServer.start();
  @AutoClose private static final KubernetesClient ADMIN = SERVER.client();

  @TempDir private static Path home;

  @BeforeAll
  static void install() throws IOException, InterruptedException {
    Outcome install =
        new HelmCommand(home, "install", "bloodraven", "CHART")
            .with("--namespace", NAMESPACE, "--create-namespace")
            .with("--set", "temporal.address=temporal.example:7233")
            .with("--kube-apiserver", SERVER.url().toString())
            .with("--kube-token", SERVER.adminToken())
            .with("--kube-ca-file", SERVER.caFile().toString())
            .run();
    assertThat(install.status()).as(install.output()).isZero();
  }

  @Test
  void passesLint() throws IOException, InterruptedException {
    Outcome lint = new HelmCommand(home, "lint", "--strict", "CHART").run();

    assertThat(lint.status()).as(lint.output()).isZero();
  }

  @Test
  void installsBothProcessesTwiceAndTheKinds() {
    for (String component : new String[] {"watcher", "worker"}) {
      var deployment =
          ADMIN.apps().deployments().inNamespace(NAMESPACE).withName("bloodraven-" + component);
      assertThat(deployment.get().getSpec().getReplicas()).isEqualTo(2);
      assertThat(
              deployment
                  .get()
                  .getSpec()
                  .getTemplate()
                  .getSpec()
                  .getContainers()
                  .getFirst()
                  .getEnv())
          .anySatisfy(variable -> {
            assertThat(variable.getName()).isEqualTo("TEMPORAL_ADDRESS");
            assertThat(variable.getValue()).isEqualTo("temporal.example:7233");
          });
    }
    assertThat(
            ADMIN
                .services()
                .inNamespace(NAMESPACE)
                .withName("bloodraven-watcher")
                .get()
                .getSpec()
                .getPorts())
        .extracting(port -> port.getPort())
        .containsExactly(8080);
    assertThat(
            ADMIN
                .apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName("mysqlfailovergroups.shipstream.io")
                .get())
        .isNotNull();
  }

  @ParameterizedTest
  @CsvSource({
    // groups
    "watcher, list, shipstream.io, mysqlfailovergroups, , true",
    "watcher, watch, shipstream.io, mysqlfailovergroups, , true",
    "watcher, patch, shipstream.io, mysqlfailovergroups, status, true",
    "watcher, patch, shipstream.io, mysqlfailovergroups, , false",
    "worker, get, shipstream.io, mysqlfailovergroups, , true",
    "worker, patch, shipstream.io, mysqlfailovergroups, , true",
    "worker, patch, shipstream.io, mysqlfailovergroups, status, true",
    "worker, delete, shipstream.io, mysqlfailovergroups, , false",
    // objects of groups
    "watcher, watch, apps, deployments, , true",
    "watcher, patch, apps, deployments, , false",
    "watcher, list, '', serviceaccounts, , true",
    "watcher, watch, '', serviceaccounts, , true",
    "watcher, create, '', serviceaccounts, token, false",
    "watcher, list, rbac.authorization.k8s.io, roles, , true",
    "watcher, watch, rbac.authorization.k8s.io, rolebindings, , true",
    "watcher, patch, rbac.authorization.k8s.io, rolebindings, , false",
    "worker, patch, apps, deployments, , true",
    "worker, patch, '', services, , true",
    "worker, patch, '', configmaps, , true",
    "worker, patch, '', persistentvolumeclaims, , true",
    "worker, delete, '', persistentvolumeclaims, , false",
    // a site that leaves its group
    "worker, delete, apps, deployments, , true",
    "worker, delete, '', services, , true",
    "worker, delete, '', configmaps, , true",
    "worker, delete, '', serviceaccounts, , false",
    "worker, delete, coordination.k8s.io, leases, , false",
    "worker, delete, '', pods, , false",
    "watcher, delete, apps, deployments, , false",
    "worker, patch, policy, poddisruptionbudgets, , true",
    "worker, patch, externaldns.k8s.io, dnsendpoints, , true",
    "worker, create, coordination.k8s.io, leases, , true",
    "watcher, get, coordination.k8s.io, leases, , false",
    "worker, patch, '', pods, , true",
    "worker, create, '', pods, exec, false",
    "watcher, watch, '', pods, , true",
    "watcher, patch, '', pods, , false",
    "worker, create, '', events, , true",
    // Secrets by name only
    "watcher, get, '', secrets, , true",
    "watcher, list, '', secrets, , false",
    "worker, get, '', secrets, , true",
    "worker, create, '', secrets, , true",
    "worker, list, '', secrets, , false",
    "worker, update, '', secrets, , false",
    // taints
    "worker, update, '', nodes, , true",
    "worker, get, '', namespaces, , true",
    "worker, list, '', namespaces, , false",
    "watcher, get, '', nodes, , false",
  })
  void mayDoWhatItsWorkNeeds(
      String component,
      String verb,
      String group,
      String resource,
      String subresource,
      boolean allowed) {
    try (KubernetesClient client = clientOf(component)) {
      var review =
          new SelfSubjectAccessReviewBuilder()
              .withNewSpec()
              .withNewResourceAttributes()
              .withNamespace("default")
              .withVerb(verb)
              .withGroup(group)
              .withResource(resource)
              .withSubresource(subresource)
              .endResourceAttributes()
              .endSpec()
              .build();
      assertThat(client.resource(review).create().getStatus().getAllowed()).isEqualTo(allowed);
    }
  }

  /** Nobody may hand out more than he has: the API server checks it when a Role is made. */
  @Test
  void aWorkerMayHandLeasesToSidecarsButNotSecrets() {
    try (KubernetesClient worker = clientOf("worker")) {
      worker
          .resource(
              role("leases", "coordination.k8s.io", "leases", "get", "watch", "update", "create"))
          .create();
      worker
          .resource(
              new RoleBindingBuilder()
                  .withNewMetadata()
                  .withNamespace("default")
                  .withName("leases")
                  .endMetadata()
                  .withNewRoleRef("rbac.authorization.k8s.io", "Role", "leases")
                  .addNewSubject("", "ServiceAccount", "mysql-main", "default")
                  .build())
          .create();

      assertThatThrownBy(() -> worker.resource(role("secrets", "", "secrets", "list")).create())
          .isInstanceOf(KubernetesClientException.class)
          .hasMessageContaining("attempting to grant RBAC permissions not currently held");
    }
  }

  @Test
  void oneNamespaceIsEnoughForItsRights() throws IOException, InterruptedException {
    Outcome template =
        new HelmCommand(home, "template", "bloodraven", "CHART", "--kube-version", "1.36.0")
            .with("--set", "watchNamespace=shop")
            .run();

    assertThat(template.status()).as(template.output()).isZero();
    // nodes belong to no namespace
    assertThat(template.output().lines().filter("kind: ClusterRole"::equals)).hasSize(1);
    assertThat(template.output()).contains("namespace: shop", "name: bloodraven-worker-nodes");
  }

  @ParameterizedTest
  @CsvSource({
    "image.tag=latest, /image/tag",
    "temporal.address=temporal, /temporal/address",
    "wotcher.replicas=2, wotcher",
    "worker.replicas=-1, /worker/replicas"
  })
  void refusesValuesThatCannotWork(String value, String where)
      throws IOException, InterruptedException {
    Outcome template =
        new HelmCommand(home, "template", "bloodraven", "CHART", "--kube-version", "1.36.0")
            .with("--set", value)
            .run();

    assertThat(template.status()).isNotZero();
    assertThat(template.output()).contains(where);
  }

  private static Role role(String name, String group, String resource, String... verbs) {
    return new RoleBuilder()
        .withNewMetadata()
        .withNamespace("default")
        .withName(name)
        .endMetadata()
        .addNewRule()
        .withApiGroups(group)
        .withResources(resource)
        .withVerbs(verbs)
        .endRule()
        .build();
  }

  private static KubernetesClient clientOf(String component) {
    return SERVER.client(SERVER.serviceAccountToken(NAMESPACE, "bloodraven-" + component));
  }
}
