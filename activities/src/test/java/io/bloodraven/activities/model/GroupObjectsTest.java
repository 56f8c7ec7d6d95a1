package io.bloodraven.activities.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloodraven.activities.dns.DnsEndpoint;
import io.bloodraven.api.crd.MysqlFailoverGroup;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a manifest turns into, file by file. */
class GroupObjectsTest {
  private static final GroupPlanner PLANNER =
      new GroupPlanner("bloodraven/sidecar:of-this-release");

  private static GroupPlan plan(MysqlFailoverGroup group) {
    return PLANNER.plan(group, NamespacePrivileges.GRANTED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"two-sites", "everything-set"})
  void turnsAManifestIntoTheseObjects(String name) {
    GroupPlan plan = plan(GoldenFiles.group(name));

    GoldenFiles.assertSame(
        name + ".access-and-services.yaml",
        GroupObjects.beforePods(plan).stream()
            .filter(object -> !(object instanceof ConfigMap))
            .toList());
    GoldenFiles.assertSame(name + ".pods.yaml", GroupObjects.pods(plan));
    GoldenFiles.assertSame(name + ".volumes.yaml", GroupObjects.volumes(plan));
    GoldenFiles.assertSame(
        name + ".created-once.yaml",
        List.of(GroupObjects.lease(plan), GroupObjects.controlToken(plan.owner(), "a-token")));
    plan.sites()
        .forEach(site ->
            GoldenFiles.assertSame(
                "%s.%s.my.cnf".formatted(name, site.site()), file(plan, site, "my.cnf")));
  }

  @Test
  void givesEverySiteTheSameStartScript() {
    GroupPlan plan = plan(GoldenFiles.group("two-sites"));

    assertThat(plan.sites())
        .extracting(site -> file(plan, site, "start.sh"))
        .containsOnly(StartScript.text());
  }

  @Test
  void pointsTheRecordToTheActiveSite() {
    GroupPlan plan = plan(GoldenFiles.group("two-sites"));

    List<HasMetadata> records = new ArrayList<>();
    DnsEndpoint.of(plan, "iad").ifPresent(records::add);
    DnsEndpoint.of(plan, "pdx").ifPresent(records::add);

    GoldenFiles.assertSame("two-sites.dns.yaml", records);
  }

  @Test
  void leavesTheRecordAloneWhileNoSiteIsActive() {
    assertThat(DnsEndpoint.of(plan(GoldenFiles.group("two-sites")), "")).isEmpty();
  }

  @Test
  void makesNoRecordForAGroupThatAsksForNone() {
    Optional<GenericKubernetesResource> record =
        DnsEndpoint.of(plan(GoldenFiles.group("everything-set")), "ams");

    assertThat(record).isEmpty();
  }

  @Test
  void rollsAPodWhenAndOnlyWhenItsConfigurationChanges() {
    MysqlFailoverGroup group = GoldenFiles.group("two-sites");
    MysqlFailoverGroup again = GoldenFiles.group("two-sites");
    MysqlFailoverGroup changed = GoldenFiles.group("everything-set");
    changed.getMetadata().setName(group.getMetadata().getName());

    assertThat(checksums(group)).isEqualTo(checksums(again)).doesNotHaveDuplicates();
    assertThat(checksums(changed)).doesNotContainAnyElementsOf(checksums(group));
  }

  @Test
  void taintsTheNodesOfEverySiteButReadOnlyOnes() {
    assertThat(plan(GoldenFiles.group("everything-set")).taintedNodes())
        .isEqualTo(
            Map.of(
                "ams", Map.of("example.com/site", "ams"),
                "fra", Map.of("example.com/site", "fra")));
  }

  @ParameterizedTest
  @CsvSource({
    "auto, privileged, NET_ADMIN",
    "auto, '', NET_ADMIN",
    "auto, baseline, ''",
    "auto, restricted, ''",
    "on, restricted, NET_ADMIN",
    "off, privileged, ''"
  })
  void asksForTheNetworkOnlyWhereTheGuardMayHaveIt(String guard, String level, String capability) {
    Map<String, String> labels =
        level.isEmpty() ? Map.of() : Map.of("pod-security.kubernetes.io/enforce", level);

    SecurityContext sidecar = sidecar(guard, NamespacePrivileges.of(labels)).getSecurityContext();

    assertThat(String.join(",", sidecar.getCapabilities().getAdd())).isEqualTo(capability);
    assertThat(sidecar.getCapabilities().getDrop()).containsExactly("ALL");
    assertThat(sidecar.getAllowPrivilegeEscalation()).isEqualTo(!capability.isEmpty());
    assertThat(sidecar.getReadOnlyRootFilesystem()).isTrue();
  }

  private static Container sidecar(String guard, NamespacePrivileges privileges) {
    String manifest =
        Serialization.asYaml(GoldenFiles.group("everything-set"))
            .replace("networkGuard: \"off\"", "networkGuard: \"" + guard + "\"");
    MysqlFailoverGroup group = Serialization.unmarshal(manifest, MysqlFailoverGroup.class);
    Deployment pods = (Deployment) GroupObjects.pods(PLANNER.plan(group, privileges)).getFirst();
    List<Container> containers = pods.getSpec().getTemplate().getSpec().getContainers();
    Container sidecar =
        containers.stream()
            .filter(one -> one.getName().equals("sidecar"))
            .findFirst()
            .orElseThrow();
    assertThat(sidecar.getEnv())
        .filteredOn(variable -> variable.getName().equals("BLOODRAVEN_NETWORK_GUARD"))
        .extracting(EnvVar::getValue)
        .containsExactly(guard);
    return sidecar;
  }

  private static List<String> checksums(MysqlFailoverGroup group) {
    return GroupObjects.pods(plan(group)).stream()
        .map(Deployment.class::cast)
        .map(pods -> pods.getSpec().getTemplate().getMetadata().getAnnotations())
        .map(annotations -> annotations.get(SitePod.CHECKSUM))
        .toList();
  }

  private static String file(GroupPlan plan, SitePlan site, String name) {
    return GroupObjects.beforePods(plan).stream()
        .filter(object -> object.getMetadata().getName().equals(site.configName()))
        .map(ConfigMap.class::cast)
        .map(config -> config.getData().get(name))
        .findFirst()
        .orElseThrow();
  }
}
