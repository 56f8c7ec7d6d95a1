package io.bloodraven.watcher.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bloodraven.api.group.GroupRef;
import io.bloodraven.testing.ApiServer;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What a watcher may not read it has not seen; a kind that nobody serves is not waited for. */
class GroupInformersIT {
  private static final Duration LIMIT = Duration.ofSeconds(40);
  private static final String NAME = "watcher";

  // it serves no DNSEndpoints
  @AutoClose private static final ApiServer API = ApiServer.startWithCrds();
  @AutoClose private static final KubernetesClient ADMIN = API.client();

  @Test
  void hasSeenAllOnlyWhenItHasSeenOwnedObjectsToo() {
    ADMIN
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName(NAME)
                .endMetadata()
                .build())
        .create();
    mayRead(rule("shipstream.io", "mysqlfailovergroups"));
    try (KubernetesClient client = API.client(API.serviceAccountToken("default", NAME));
        GroupInformers informers = new GroupInformers(client, "default", new Deaf())) {
      informers.start();
      await().atMost(LIMIT).until(informers::groupsSeen);
      assertThat(informers.allSeen()).isFalse();

      mayRead(rule("*", "*"));
      await().atMost(LIMIT).until(informers::allSeen);
    }
  }

  private static PolicyRule rule(String group, String resource) {
    return new PolicyRuleBuilder()
        .withApiGroups(group)
        .withResources(resource)
        .withVerbs("list", "watch")
        .build();
  }

  private static void mayRead(PolicyRule rule) {
    ADMIN
        .resource(
            new RoleBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName(NAME)
                .endMetadata()
                .withRules(rule)
                .build())
        .serverSideApply();
    ADMIN
        .resource(
            new RoleBindingBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName(NAME)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "Role", NAME)
                .addNewSubject()
                .withKind("ServiceAccount")
                .withName(NAME)
                .withNamespace("default")
                .endSubject()
                .build())
        .serverSideApply();
  }

  private static final class Deaf implements GroupListener {
    @Override
    public void present(GroupManifest manifest) {}

    @Override
    public void gone(GroupRef group) {}

    @Override
    public void drifted(GroupRef group, String what) {}
  }
}
