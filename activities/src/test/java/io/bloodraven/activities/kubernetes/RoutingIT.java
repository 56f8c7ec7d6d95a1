package io.bloodraven.activities.kubernetes;

import static io.bloodraven.activities.kubernetes.TestingCluster.CLIENT;
import static io.bloodraven.activities.kubernetes.TestingCluster.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.bloodraven.activities.model.WriteTaint;
import io.bloodraven.api.crd.MysqlFailoverGroup;
import io.bloodraven.api.group.GroupLabels;
import io.bloodraven.api.group.GroupRef;
import io.bloodraven.workflows.failover.SiteLabels;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Labels of pods and taints of nodes on a real API server. */
class RoutingIT {
  private GroupRef group;
  private final KubernetesRoutingActivities routing =
      new KubernetesRoutingActivities(CLIENT, TestingCluster.PLANNER);
  private final KubernetesGroupActivities activities =
      new KubernetesGroupActivities(
          CLIENT,
          TestingCluster.PLANNER,
          (group, activeSite) -> {},
          new ControlTokens(),
          InstantSource.system());

  @BeforeEach
  void newGroup() {
    group = TestingCluster.newGroup();
  }

  @AfterEach
  void noNodes() {
    CLIENT.nodes().delete();
  }

  @Test
  void promotesBeforeItDemotesSoThatTheServiceAlwaysLeadsSomewhere() {
    pod("iad", "iad-1");
    pod("pdx", "pdx-1");
    routing.labelPods(group, List.of(primary("iad"), replica("pdx")));

    List<String> changes =
        changes(
            2,
            () ->
                routing.labelPods(
                    group, List.of(primary("pdx"), new SiteLabels("iad", "fenced", false))));

    assertThat(changes).containsExactly("pdx-1 primary yes", "iad-1 fenced no");
  }

  @Test
  void changesNothingTheSecondTime() {
    pod("iad", "iad-1");
    pod("pdx", "pdx-1");
    List<SiteLabels> labels = List.of(primary("iad"), replica("pdx"));
    routing.labelPods(group, labels);
    String version = live("iad-1").getMetadata().getResourceVersion();

    routing.labelPods(group, labels);

    assertThat(live("iad-1").getMetadata().getResourceVersion()).isEqualTo(version);
  }

  @Test
  void aRehearsalChangesNothing() {
    pod("iad", "iad-1");
    pod("pdx", "pdx-1");
    routing.labelPods(group, List.of(primary("iad"), replica("pdx")));

    List<String> changes =
        changes(
            1,
            () -> {
              routing.rehearse(group);
              routing.labelPods(group, List.of(replica("iad")));
            });

    assertThat(changes).containsExactly("iad-1 replica yes");
  }

  @Test
  void sendsNobodyToAPodOnItsWayOut() {
    pod("iad", "iad-1");
    routing.labelPods(group, List.of(primary("iad")));
    CLIENT
        .resource(live("iad-1"))
        .edit(pod -> {
          pod.getMetadata().setFinalizers(List.of("example.com/stays"));
          return pod;
        });
    CLIENT.resource(live("iad-1")).delete();
    pod("iad", "iad-2");

    routing.labelPods(group, List.of(primary("iad")));

    assertThat(role("iad-1")).isEqualTo("fenced");
    assertThat(role("iad-2")).isEqualTo("primary");
  }

  @Test
  void ignoresAPodThatIsNotOfTheDeployment() {
    pod("iad", "iad-1");
    CLIENT
        .resource(
            new PodBuilder(podOf("iad", "debug"))
                .editMetadata()
                .withOwnerReferences()
                .endMetadata()
                .build())
        .create();

    routing.labelPods(group, List.of(primary("iad")));

    assertThat(role("iad-1")).isEqualTo("primary");
    assertThat(role("debug")).isEqualTo("fenced");
  }

  @Test
  void demotesTheOthersAndFailsWithoutAPodForThePrimary() {
    pod("iad", "iad-1");
    routing.labelPods(group, List.of(primary("iad")));

    assertThatThrownBy(() -> routing.labelPods(group, List.of(primary("pdx"), replica("iad"))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("pdx");

    assertThat(role("iad-1")).isEqualTo("replica");
  }

  @Test
  void taintsTheNodesOfEverySiteButTheActiveOne() {
    node("n1", "iad");
    node("n2", "pdx");
    node("n3", "elsewhere");

    routing.taintNodes(group, "iad");
    assertThat(taints("n1")).isEmpty();
    assertThat(taints("n2")).containsExactly(key() + "=true:NoExecute");
    assertThat(taints("n3")).isEmpty();

    routing.taintNodes(group, "pdx");
    assertThat(taints("n1")).containsExactly(key() + "=true:NoExecute");
    assertThat(taints("n2")).isEmpty();

    String version = CLIENT.nodes().withName("n1").get().getMetadata().getResourceVersion();
    routing.taintNodes(group, "pdx");
    routing.taintNodes(group, "");
    assertThat(CLIENT.nodes().withName("n1").get().getMetadata().getResourceVersion())
        .isEqualTo(version);
  }

  @Test
  void keepsTheTaintsOfOthers() {
    node("n2", "pdx");
    CLIENT
        .nodes()
        .withName("n2")
        .edit(node -> {
          node.getSpec()
              .setTaints(List.of(new Taint("NoSchedule", "example.com/gpu", null, "yes")));
          return node;
        });

    routing.taintNodes(group, "iad");
    assertThat(taints("n2"))
        .containsExactly("example.com/gpu=yes:NoSchedule", key() + "=true:NoExecute");

    routing.taintNodes(group, "pdx");
    assertThat(taints("n2")).containsExactly("example.com/gpu=yes:NoSchedule");
  }

  @Test
  void aNodeThatBelongsToNoSiteAnyMoreLosesItsTaint() {
    node("n1", "iad");
    node("n2", "pdx");
    node("n3", "moved");
    activities.applyObjects(group, "iad");
    assertThat(taints("n2")).containsExactly(key() + "=true:NoExecute");

    TestingCluster.apply(
        group,
        """
        - {name: iad, taintNodeSelector: {site: %1$s-iad}, lbIP: 192.0.2.1}
        - {name: pdx, taintNodeSelector: {site: %1$s-moved}, lbIP: 192.0.2.2}
        """
            .formatted(group.namespace()));
    activities.applyObjects(group, "");
    assertThat(taints("n2")).as("nowhere to go").containsExactly(key() + "=true:NoExecute");
    activities.applyObjects(group, "iad");

    assertThat(taints("n1")).isEmpty();
    assertThat(taints("n2")).isEmpty();
    assertThat(taints("n3")).containsExactly(key() + "=true:NoExecute");
  }

  @Test
  void theTaintsOfAnotherGroupStay() {
    node("n2", "pdx");
    routing.taintNodes(group, "iad");
    String first = key();
    group = TestingCluster.newGroup("other");
    node("n9", "pdx");

    activities.applyObjects(group, "iad");

    assertThat(taints("n2")).containsExactly(first + "=true:NoExecute");
    assertThat(taints("n9")).containsExactly(key() + "=true:NoExecute");
  }

  @Test
  void theLeaseSaysWhoReigns() {
    assertThatThrownBy(() -> activities.reigns(group, "iad", 3)).hasMessageContaining("no Lease");
    activities.applyObjects(group, "");
    assertThat(activities.reigns(group, "iad", 3)).isFalse();
    CLIENT
        .leases()
        .inNamespace(group.namespace())
        .withName(group.objectName())
        .edit(lease -> {
          lease.getSpec().setHolderIdentity("iad/pod-1");
          lease.getSpec().setLeaseTransitions(3);
          return lease;
        });
    assertThat(activities.reigns(group, "iad", 3)).isTrue();
    assertThat(activities.reigns(group, "iad", 2)).isFalse();
    assertThat(activities.reigns(group, "pdx", 3)).isFalse();
  }

  @Test
  void aGroupThatIsNotBeingDeletedIsNotReleased() {
    node("n2", "pdx");
    activities.applyObjects(group, "iad");
    assertThat(activities.isLeaving(group)).isFalse();

    assertThat(activities.release(group)).as("it is there to stay").isTrue();

    assertThat(taints("n2")).containsExactly(key() + "=true:NoExecute");
    assertThat(resource(group).getFinalizers()).containsExactly(Finalizer.NAME);
    assertThat(activities.isLeaving(new GroupRef(group.namespace(), "never-was"))).isTrue();
  }

  @Test
  void releasesEveryNodeAndLetsTheGroupGo() {
    node("n1", "iad");
    node("n2", "pdx");
    activities.applyObjects(group, "iad");
    routing.taintNodes(group, "iad");
    CLIENT.resource(resource(group)).delete();
    assertThat(resource(group).isMarkedForDeletion()).isTrue();
    assertThat(activities.isLeaving(group)).isTrue();

    assertThat(activities.release(group)).isFalse();
    assertThat(activities.release(group)).isFalse();

    assertThat(taints("n2")).isEmpty();
    assertThat(
            CLIENT
                .resources(MysqlFailoverGroup.class)
                .inNamespace(group.namespace())
                .list()
                .getItems())
        .isEmpty();
  }

  /** What is seen to change while that is done, until so many changes have been seen. */
  private List<String> changes(int count, Runnable done) {
    List<String> changes = new CopyOnWriteArrayList<>();
    try (Watch _ = watch(changes)) {
      done.run();
      await().atMost(Duration.ofSeconds(10)).until(() -> changes.size() >= count);
    }
    return changes;
  }

  private Watch watch(List<String> changes) {
    String from =
        CLIENT.pods().inNamespace(group.namespace()).list().getMetadata().getResourceVersion();
    return CLIENT
        .pods()
        .inNamespace(group.namespace())
        .withResourceVersion(from)
        .watch(
            new Watcher<>() {
              @Override
              public void eventReceived(Action action, Pod pod) {
                Map<String, String> labels = pod.getMetadata().getLabels();
                changes.add(
                    "%s %s %s"
                        .formatted(
                            pod.getMetadata().getName(),
                            labels.get(GroupLabels.ROLE),
                            labels.get(GroupLabels.HEALTHY)));
              }

              @Override
              public void onClose(WatcherException cause) {}
            });
  }

  private static SiteLabels primary(String site) {
    return new SiteLabels(site, "primary", true);
  }

  private static SiteLabels replica(String site) {
    return new SiteLabels(site, "replica", true);
  }

  private void pod(String site, String name) {
    CLIENT.resource(podOf(site, name)).create();
  }

  private Pod podOf(String site, String name) {
    return new PodBuilder()
        .withNewMetadata()
        .withNamespace(group.namespace())
        .withName(name)
        .withLabels(GroupLabels.ofSite(group, site))
        .addNewOwnerReference()
        .withApiVersion("apps/v1")
        .withKind("ReplicaSet")
        .withName("mysql-main-" + site)
        .withUid("0-" + site)
        .withController(true)
        .endOwnerReference()
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("mysql")
        .withImage("mysql:9.7")
        .endContainer()
        .endSpec()
        .build();
  }

  private Pod live(String name) {
    return TestingCluster.get(Pod.class, group, name);
  }

  private String role(String name) {
    return String.valueOf(live(name).getMetadata().getLabels().get(GroupLabels.ROLE));
  }

  private String key() {
    return WriteTaint.key(group);
  }

  private void node(String name, String site) {
    CLIENT
        .resource(
            new NodeBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels("site", group.namespace() + "-" + site)
                .endMetadata()
                .withNewSpec()
                .endSpec()
                .build())
        .create();
  }

  private static List<String> taints(String name) {
    Node node = CLIENT.nodes().withName(name).require();
    return node.getSpec().getTaints().stream()
        // the node itself was never ready
        .filter(taint -> !taint.getKey().startsWith("node.kubernetes.io/"))
        .map(taint -> taint.getKey() + "=" + taint.getValue() + ":" + taint.getEffect())
        .toList();
  }
}
