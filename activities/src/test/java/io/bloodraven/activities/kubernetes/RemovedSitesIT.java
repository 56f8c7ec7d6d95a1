package io.bloodraven.activities.kubernetes;

import static io.bloodraven.activities.kubernetes.TestingCluster.CLIENT;
import static io.bloodraven.activities.kubernetes.TestingCluster.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bloodraven.api.group.GroupLabels;
import io.bloodraven.api.group.GroupRef;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sites that leave the manifest, on a real API server. */
class RemovedSitesIT {
  private static final String THREE =
      """
      - {name: iad, taintNodeSelector: {site: iad}, lbIP: 192.0.2.1}
      - {name: pdx, taintNodeSelector: {site: pdx}, lbIP: 192.0.2.2}
      - {name: sfo, taintNodeSelector: {site: sfo}, lbIP: 192.0.2.3}
      """;

  private final GroupRef group = TestingCluster.newGroup();
  private final KubernetesGroupActivities activities =
      new KubernetesGroupActivities(
          CLIENT,
          TestingCluster.PLANNER,
          (group, activeSite) -> {},
          new ControlTokens(),
          InstantSource.system());

  @BeforeEach
  void threeSites() {
    TestingCluster.apply(group, THREE);
    assertThat(activities.applyObjects(group, "")).isEmpty();
    held("iad/pod-1");
  }

  @Test
  void nothingIsLeftButTheVolume() {
    TestingCluster.apply(group, without("sfo"));
    assertThat(activities.applyObjects(group, "iad")).containsExactly("sfo");
    assertThat(objects("sfo")).hasSize(4);

    assertThat(activities.removeSites(group, "iad")).isEmpty();

    assertThat(objects("sfo")).isEmpty();
    assertThat(get(PersistentVolumeClaim.class, group, "mysql-main-sfo-data")).isNotNull();
    assertThat(objects("iad")).hasSize(4);
    assertThat(objects("pdx")).hasSize(4);
    assertThat(activities.removeSites(group, "iad")).as("once more").isEmpty();
    assertThat(activities.applyObjects(group, "iad")).isEmpty();
  }

  @Test
  void whatAnInterruptedAttemptLeftIsFound() {
    TestingCluster.apply(group, without("sfo"));
    CLIENT.resource(get(Deployment.class, group, "mysql-main-sfo")).delete();
    CLIENT.resource(get(ConfigMap.class, group, "mysql-main-sfo-config")).delete();

    assertThat(activities.applyObjects(group, "iad")).containsExactly("sfo");
    assertThat(activities.removeSites(group, "iad")).isEmpty();

    assertThat(objects("sfo")).isEmpty();
  }

  @Test
  void theActiveSiteStays() {
    TestingCluster.apply(group, without("iad"));
    assertThat(activities.applyObjects(group, "iad")).containsExactly("iad");

    assertThat(activities.removeSites(group, "iad")).containsExactly("iad");

    assertThat(objects("iad")).hasSize(4);
  }

  @Test
  void nothingGoesWhileTheLeaseNamesAnother() {
    TestingCluster.apply(group, without("sfo"));
    for (String holder : new String[] {"sfo/pod-2", "iadx/pod-2", ""}) {
      held(holder);
      assertThatThrownBy(() -> activities.removeSites(group, "iad"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("mysql-main")
          .hasMessageContaining("not by the active site iad");
    }
    CLIENT.resource(get(Lease.class, group, "mysql-main")).delete();
    assertThatThrownBy(() -> activities.removeSites(group, "iad"))
        .isInstanceOf(IllegalStateException.class);

    assertThat(objects("sfo")).hasSize(4);
  }

  @Test
  void whatIsNotOfThisGroupStays() {
    CLIENT
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(group.namespace())
                .withName("notes")
                .withLabels(GroupLabels.ofSite(group, "sfo"))
                .endMetadata()
                .build())
        .create();
    TestingCluster.apply(group, without("sfo"));

    assertThat(activities.removeSites(group, "iad")).isEmpty();

    assertThat(objects("sfo")).extracting(one -> one.getMetadata().getName()).containsOnly("notes");
  }

  @Test
  void aSiteThatIsBackStays() {
    TestingCluster.apply(group, without("sfo"));
    assertThat(activities.applyObjects(group, "iad")).containsExactly("sfo");
    TestingCluster.apply(group, THREE);

    assertThat(activities.removeSites(group, "iad")).isEmpty();

    assertThat(objects("sfo")).hasSize(4);
  }

  private static String without(String site) {
    return THREE
        .lines()
        .filter(line -> !line.contains("name: " + site))
        .reduce("", (all, line) -> all + line + "\n");
  }

  private void held(String holder) {
    CLIENT
        .resource(get(Lease.class, group, "mysql-main"))
        .edit(lease -> {
          lease.getSpec().setHolderIdentity(holder.isEmpty() ? null : holder);
          return lease;
        });
  }

  /** Deployment, Services and ConfigMap of a site. */
  private List<HasMetadata> objects(String site) {
    return Stream.of(Deployment.class, Service.class, ConfigMap.class)
        .<HasMetadata>flatMap(kind ->
            CLIENT
                .resources(kind)
                .inNamespace(group.namespace())
                .withLabels(GroupLabels.ofSite(group, site))
                .list()
                .getItems()
                .stream())
        .toList();
  }
}
