package io.bloodraven.activities.kubernetes;

import static io.bloodraven.activities.kubernetes.TestingCluster.CLIENT;
import static io.bloodraven.activities.kubernetes.TestingCluster.get;
import static io.bloodraven.activities.kubernetes.TestingCluster.resource;
import static org.assertj.core.api.Assertions.assertThat;

import io.bloodraven.activities.model.GroupObjects;
import io.bloodraven.activities.model.ServerIds;
import io.bloodraven.api.group.GroupRef;
import io.bloodraven.api.group.GroupSpec;
import io.bloodraven.api.group.SiteRole;
import io.bloodraven.api.group.SiteSpec;
import io.fabric8.kubernetes.api.model.Capabilities;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A group's objects on a real API server. */
class ApplyObjectsIT {
  private static final List<Class<? extends HasMetadata>> KINDS =
      List.of(
          ServiceAccount.class,
          Role.class,
          RoleBinding.class,
          Secret.class,
          Lease.class,
          ConfigMap.class,
          Service.class,
          PodDisruptionBudget.class,
          PersistentVolumeClaim.class,
          Deployment.class);

  private final KubernetesGroupActivities activities =
      new KubernetesGroupActivities(
          CLIENT,
          TestingCluster.PLANNER,
          (group, activeSite) -> {},
          new ControlTokens(),
          InstantSource.system());

  @Test
  void makesEverythingThatAGroupNeeds() {
    GroupRef group = TestingCluster.newGroup();

    activities.applyObjects(group, "");

    assertThat(versions(group).keySet())
        .containsExactlyInAnyOrder(
            "ServiceAccount/mysql-main",
            "Role/mysql-main",
            "RoleBinding/mysql-main",
            "Secret/main-operator", // the user's
            "Secret/mysql-main-control",
            "Lease/mysql-main",
            "ConfigMap/mysql-main-iad-config",
            "ConfigMap/mysql-main-pdx-config",
            "Service/mysql-main-iad",
            "Service/mysql-main-iad-internal",
            "Service/mysql-main-pdx",
            "Service/mysql-main-pdx-internal",
            "Service/mysql-main-primary",
            "Service/mysql-main-replicas",
            "PodDisruptionBudget/mysql-main",
            "PersistentVolumeClaim/mysql-main-iad-data",
            "PersistentVolumeClaim/mysql-main-pdx-data",
            "Deployment/mysql-main-iad",
            "Deployment/mysql-main-pdx");
    assertThat(resource(group).getFinalizers()).containsExactly(Finalizer.NAME);
    assertThat(get(Lease.class, group, "mysql-main").getMetadata().getAnnotations())
        .containsEntry(GroupObjects.ELECTORATE, "iad,pdx");
    assertThat(get(Lease.class, group, "mysql-main").getSpec().getHolderIdentity()).isNull();
    assertThat(get(PersistentVolumeClaim.class, group, "mysql-main-iad-data").getMetadata())
        .satisfies(claim -> assertThat(claim.getOwnerReferences()).isEmpty());
    assertThat(get(Deployment.class, group, "mysql-main-iad").getMetadata().getOwnerReferences())
        .singleElement()
        .satisfies(
            owner -> assertThat(owner.getUid()).isEqualTo(resource(group).getMetadata().getUid()));
  }

  @Test
  void asksForTheNetworkWhereTheNamespaceTakesSuchPods() {
    GroupRef group = TestingCluster.newGroup();
    activities.applyObjects(group, "");
    assertThat(sidecarCapabilities(group).getAdd()).containsExactly("NET_ADMIN");

    CLIENT
        .namespaces()
        .withName(group.namespace())
        .edit(namespace ->
            new NamespaceBuilder(namespace)
                .editMetadata()
                .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                .endMetadata()
                .build());
    activities.applyObjects(group, "");
    assertThat(sidecarCapabilities(group).getAdd()).isEmpty();
  }

  private static Capabilities sidecarCapabilities(GroupRef group) {
    return get(Deployment.class, group, "mysql-main-iad")
        .getSpec()
        .getTemplate()
        .getSpec()
        .getContainers()
        .stream()
        .filter(container -> container.getName().equals("sidecar"))
        .findFirst()
        .orElseThrow()
        .getSecurityContext()
        .getCapabilities();
  }

  @Test
  void changesNothingTheSecondTime() {
    GroupRef group = TestingCluster.newGroup();
    activities.applyObjects(group, "iad");
    Map<String, String> first = versions(group);
    String resourceVersion = resource(group).getMetadata().getResourceVersion();

    activities.applyObjects(group, "iad");

    assertThat(versions(group)).isEqualTo(first);
    assertThat(resource(group).getMetadata().getResourceVersion()).isEqualTo(resourceVersion);
    assertThat(dnsTargets(group)).containsExactly("192.0.2.1");
  }

  @Test
  void putsDriftRight() {
    GroupRef group = TestingCluster.newGroup();
    activities.applyObjects(group, "");
    CLIENT.resource(get(Service.class, group, "mysql-main-primary")).delete();
    CLIENT
        .resource(get(Deployment.class, group, "mysql-main-iad"))
        .edit(pods -> {
          pods.getSpec().setReplicas(0);
          pods.getSpec().getTemplate().getSpec().setShareProcessNamespace(false);
          return pods;
        });
    CLIENT
        .resource(get(ConfigMap.class, group, "mysql-main-iad-config"))
        .edit(config -> {
          config.getData().put("my.cnf", "[mysqld]\n");
          return config;
        });
    CLIENT
        .resource(get(Service.class, group, "mysql-main-iad-internal"))
        .edit(service -> {
          service.getSpec().getSelector().put("shipstream.io/site", "pdx");
          return service;
        });

    activities.applyObjects(group, "");

    assertThat(get(Service.class, group, "mysql-main-primary")).isNotNull();
    Deployment pods = get(Deployment.class, group, "mysql-main-iad");
    assertThat(pods.getSpec().getReplicas()).isEqualTo(1);
    assertThat(pods.getSpec().getTemplate().getSpec().getShareProcessNamespace()).isTrue();
    assertThat(get(ConfigMap.class, group, "mysql-main-iad-config").getData().get("my.cnf"))
        .contains("super_read_only = ON");
    assertThat(get(Service.class, group, "mysql-main-iad-internal").getSpec().getSelector())
        .containsEntry("shipstream.io/site", "iad");
  }

  @Test
  void leavesAloneWhatOthersAdd() {
    GroupRef group = TestingCluster.newGroup();
    activities.applyObjects(group, "");
    CLIENT
        .resource(get(Service.class, group, "mysql-main-iad"))
        .edit(service -> {
          service.getMetadata().setAnnotations(Map.of("example.com/mesh", "on"));
          return service;
        });

    activities.applyObjects(group, "");

    assertThat(get(Service.class, group, "mysql-main-iad").getMetadata().getAnnotations())
        .containsEntry("example.com/mesh", "on");
  }

  @Test
  void neverWritesOverTheLeaseOrTheControlToken() {
    GroupRef group = TestingCluster.newGroup();
    activities.applyObjects(group, "");
    Map<String, String> token = get(Secret.class, group, "mysql-main-control").getData();
    CLIENT
        .resource(get(Lease.class, group, "mysql-main"))
        .edit(lease -> {
          lease.getSpec().setHolderIdentity("iad/some-pod");
          lease.getSpec().setLeaseTransitions(5);
          lease.getMetadata().getAnnotations().put(GroupObjects.ELECTORATE, "iad");
          return lease;
        });
    Lease held = get(Lease.class, group, "mysql-main");

    activities.applyObjects(group, "iad");

    assertThat(get(Lease.class, group, "mysql-main")).isEqualTo(held);
    assertThat(get(Secret.class, group, "mysql-main-control").getData()).isEqualTo(token);
    assertThat(token.get(GroupObjects.TOKEN)).hasSizeGreaterThan(64);
  }

  @Test
  void keepsServerIdsWhenSitesAreReordered() {
    GroupRef group = TestingCluster.newGroup();
    activities.applyObjects(group, "");
    String ids = resource(group).getMetadata().getAnnotations().get(ServerIds.ANNOTATION);
    String config = get(ConfigMap.class, group, "mysql-main-iad-config").getData().get("my.cnf");

    TestingCluster.apply(
        group,
        """
        - {name: pdx, taintNodeSelector: {site: pdx}, lbIP: 192.0.2.2}
        - {name: iad, taintNodeSelector: {site: iad}, lbIP: 192.0.2.1}
        """);
    activities.applyObjects(group, "");

    assertThat(ids).contains("iad=", "pdx=");
    assertThat(resource(group).getMetadata().getAnnotations())
        .containsEntry(ServerIds.ANNOTATION, ids);
    assertThat(get(ConfigMap.class, group, "mysql-main-iad-config").getData().get("my.cnf"))
        .isEqualTo(config);
  }

  @Test
  void keepsAVolumeThatCannotBecomeWhatTheManifestSaysNow() {
    GroupRef group = TestingCluster.newGroup();
    activities.applyObjects(group, "");
    PersistentVolumeClaim claim = get(PersistentVolumeClaim.class, group, "mysql-main-iad-data");

    TestingCluster.apply(
        group,
        """
        - {name: iad, taintNodeSelector: {site: iad}, lbIP: 192.0.2.1, zone: moved,
           storage: {size: 512Mi, storageClassName: other}}
        - {name: pdx, taintNodeSelector: {site: pdx}, lbIP: 192.0.2.2, storage: {size: 9Gi}}
        """);
    activities.applyObjects(group, "");

    assertThat(get(PersistentVolumeClaim.class, group, "mysql-main-iad-data").getSpec())
        .isEqualTo(claim.getSpec());
    assertThat(get(PersistentVolumeClaim.class, group, "mysql-main-pdx-data").getSpec())
        .isEqualTo(claim.getSpec());
    assertThat(
            get(Deployment.class, group, "mysql-main-iad")
                .getSpec()
                .getTemplate()
                .getSpec()
                .getNodeSelector())
        .containsValue("moved");
    assertThat(events(group))
        .singleElement()
        .satisfies(event -> {
          assertThat(event.getReason()).isEqualTo("VolumeNotResized");
          assertThat(event.getMessage()).contains("mysql-main-pdx-data");
        });
  }

  private static List<Event> events(GroupRef group) {
    return CLIENT.v1().events().inNamespace(group.namespace()).list().getItems().stream()
        // the API server has a word to say about Services now and then
        .filter(event -> event.getInvolvedObject().getKind().equals("MysqlFailoverGroup"))
        .toList();
  }

  @Test
  void saysWhichSecretThatPodsMountIsMissing() {
    GroupRef group = TestingCluster.newGroup();
    activities.applyObjects(group, "");
    assertThat(events(group)).isEmpty();

    CLIENT.resource(get(Secret.class, group, "main-operator")).delete();
    activities.applyObjects(group, "");
    assertThat(events(group))
        .singleElement()
        .returns("SecretNotFound", Event::getReason)
        .returns("Secret main-operator does not exist: create it", Event::getMessage);
  }

  @Test
  void makesALostControlTokenAnewAndAsksForAnEmptyOneToBeDeleted() {
    GroupRef group = TestingCluster.newGroup();
    activities.applyObjects(group, "");
    Secret first = get(Secret.class, group, "mysql-main-control");
    CLIENT.resource(first).delete();
    activities.applyObjects(group, "");
    assertThat(get(Secret.class, group, "mysql-main-control").getData().get(GroupObjects.TOKEN))
        .hasSizeGreaterThan(64)
        .isNotEqualTo(first.getData().get(GroupObjects.TOKEN));
    assertThat(events(group)).isEmpty();

    CLIENT
        .resource(get(Secret.class, group, "mysql-main-control"))
        .edit(secret -> {
          secret.setData(Map.of(GroupObjects.TOKEN, ""));
          return secret;
        });
    activities.applyObjects(group, "");
    assertThat(events(group))
        .singleElement()
        .returns("SecretMissingKey", Event::getReason)
        .satisfies(event ->
            assertThat(event.getMessage())
                .contains("mysql-main-control", "token", "delete the Secret"));
  }

  @Test
  void doesNothingForAGroupThatIsGoneOrGoing() {
    GroupRef never = new GroupRef("default", "never-was");
    activities.applyObjects(never, "");
    assertThat(activities.readSpec(never)).isEmpty();

    GroupRef going = TestingCluster.newGroup();
    activities.applyObjects(going, "");
    CLIENT.resource(get(Service.class, going, "mysql-main-primary")).delete();
    CLIENT.resource(resource(going)).delete();

    activities.applyObjects(going, "");

    assertThat(versions(going)).doesNotContainKey("Service/mysql-main-primary");
    assertThat(activities.readSpec(going)).isPresent();
  }

  @Test
  void pointsTheRecordAndMovesIt() {
    GroupRef group = TestingCluster.newGroup();
    KubernetesRoutingActivities routing =
        new KubernetesRoutingActivities(CLIENT, TestingCluster.PLANNER);
    activities.applyObjects(group, "iad");

    routing.pointDns(group, "pdx");
    assertThat(dnsTargets(group)).containsExactly("192.0.2.2");

    activities.applyObjects(group, "");
    assertThat(dnsTargets(group)).containsExactly("192.0.2.2");
  }

  @Test
  void readsWhatDecisionsNeed() {
    GroupRef group = TestingCluster.newGroup();

    GroupSpec spec = activities.readSpec(group).orElseThrow();

    assertThat(spec.ref()).isEqualTo(group);
    assertThat(spec.generation()).isEqualTo(1);
    assertThat(spec.sites())
        .containsExactly(
            new SiteSpec("iad", SiteRole.PRIMARY_CANDIDATE),
            new SiteSpec("pdx", SiteRole.PRIMARY_CANDIDATE));
    assertThat(spec.leaseTimeout()).isEqualTo(Duration.ofSeconds(6));
    assertThat(spec.silenceThreshold()).isEqualTo(Duration.ofSeconds(3));
  }

  private static List<String> dnsTargets(GroupRef group) {
    GenericKubernetesResource record =
        CLIENT
            .genericKubernetesResources("externaldns.k8s.io/v1alpha1", "DNSEndpoint")
            .inNamespace(group.namespace())
            .withName("mysql-main")
            .require();
    return record.get("spec", "endpoints", 0, "targets");
  }

  private static Map<String, String> versions(GroupRef group) {
    Map<String, String> versions = new TreeMap<>();
    for (Class<? extends HasMetadata> kind : KINDS) {
      CLIENT
          .resources(kind)
          .inNamespace(group.namespace())
          .list()
          .getItems()
          .forEach(object ->
              versions.put(
                  object.getKind() + "/" + object.getMetadata().getName(),
                  object.getMetadata().getResourceVersion()));
    }
    return versions;
  }
}
