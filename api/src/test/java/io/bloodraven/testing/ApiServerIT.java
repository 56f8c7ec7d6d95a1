package io.bloodraven.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ApiServerIT {
  @AutoClose private static final ApiServer SERVER = ApiServer.start();
  @AutoClose private static final KubernetesClient ADMIN = SERVER.client();

  @Test
  void keepsObjectsOverKillAndRestart() {
    ADMIN
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName("kept")
                .endMetadata()
                .addToData("a", "b")
                .build())
        .create();

    SERVER.kill();
    SERVER.restart();

    assertThat(ADMIN.configMaps().inNamespace("default").withName("kept").get().getData())
        .containsEntry("a", "b");
  }

  @Test
  void serviceAccountsMayOnlyWhatRbacGivesThem() {
    ADMIN
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName("reader")
                .endMetadata()
                .build())
        .create();
    try (KubernetesClient reader = SERVER.client(SERVER.serviceAccountToken("default", "reader"))) {
      assertThatThrownBy(() -> reader.configMaps().inNamespace("default").list())
          .isInstanceOf(KubernetesClientException.class)
          .hasMessageContaining("forbidden");

      ADMIN
          .resource(
              new ClusterRoleBuilder()
                  .withNewMetadata()
                  .withName("reader")
                  .endMetadata()
                  .addNewRule()
                  .withApiGroups("")
                  .withResources("configmaps")
                  .withVerbs("list")
                  .endRule()
                  .build())
          .create();
      ADMIN
          .resource(
              new ClusterRoleBindingBuilder()
                  .withNewMetadata()
                  .withName("reader")
                  .endMetadata()
                  .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", "reader")
                  .addNewSubject("", "ServiceAccount", "reader", "default")
                  .build())
          .create();
      await()
          .ignoreExceptions()
          .until(() -> reader.configMaps().inNamespace("default").list() != null);
    }
  }
}
