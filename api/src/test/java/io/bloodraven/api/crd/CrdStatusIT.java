package io.bloodraven.api.crd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.bloodraven.api.crd.MysqlFailoverGroupStatus.SiteStatus;
import io.bloodraven.testing.ApiServer;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Status has two writers; neither takes away what the other one wrote. */
class CrdStatusIT {
  private static final String WORKFLOW = "workflow";
  private static final String WATCHER = "watcher";

  @AutoClose private static final ApiServer SERVER = ApiServer.startWithCrds();
  @AutoClose private static final KubernetesClient CLIENT = SERVER.client();

  @BeforeEach
  void create() {
    CLIENT.resource(new TestingManifest().resource()).delete();
    CLIENT.resource(new TestingManifest().resource()).create();
  }

  @Test
  void sitesOfTwoWritersAreMerged() {
    apply(
        WORKFLOW,
        Map.of(
            "activeSite",
            "iad",
            "epoch",
            3,
            "sites",
            List.of(Map.of("name", "pdx", "recoveryState", "Rejoining"))));
    apply(
        WATCHER,
        Map.of(
            "healthySites",
            "1/2",
            "sites",
            List.of(
                Map.of("name", "iad", "state", "writable"),
                Map.of("name", "pdx", "state", "unreachable"))));

    MysqlFailoverGroupStatus status = status();
    assertThat(status.activeSite()).isEqualTo("iad");
    assertThat(status.epoch()).isEqualTo(3);
    assertThat(status.healthySites()).isEqualTo("1/2");
    assertThat(site("pdx").recoveryState()).isEqualTo("Rejoining");
    assertThat(site("pdx").state()).isEqualTo("unreachable");
    assertThat(site("iad").state()).isEqualTo("writable");
  }

  @Test
  void aWriterTakesBackOnlyWhatItWrote() {
    apply(WORKFLOW, Map.of("sites", List.of(Map.of("name", "pdx", "recoveryState", "Cloning"))));
    apply(WATCHER, Map.of("sites", List.of(Map.of("name", "pdx", "state", "unknown"))));

    apply(WORKFLOW, Map.of("activeSite", "iad"));

    assertThat(site("pdx").recoveryState()).isNull();
    assertThat(site("pdx").state()).isEqualTo("unknown");
  }

  @Test
  void conditionsAreKeyedByType() {
    apply(WORKFLOW, Map.of("conditions", List.of(condition("Ready", "False"))));
    apply(WATCHER, Map.of("conditions", List.of(condition("Degraded", "True"))));

    assertThat(status().conditions())
        .extracting(Condition::getType, Condition::getStatus)
        .containsExactlyInAnyOrder(tuple("Ready", "False"), tuple("Degraded", "True"));
  }

  @Test
  void statusIsNoPartOfTheSpecAndLeavesTheGenerationAlone() {
    long before = read().getMetadata().getGeneration();

    apply(WORKFLOW, Map.of("activeSite", "iad"));

    assertThat(read().getMetadata().getGeneration()).isEqualTo(before);
  }

  private static Map<String, Object> condition(String type, String status) {
    return Map.of(
        "type", type,
        "status", status,
        "reason", "Test",
        "message", "",
        "lastTransitionTime", "2026-01-01T00:00:00Z");
  }

  private static void apply(String manager, Map<String, Object> status) {
    GenericKubernetesResource resource = new TestingManifest().resource();
    resource.setAdditionalProperties(Map.of("status", status));
    CLIENT
        .resource(resource)
        .subresource("status")
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager(manager)
                .withForce(true)
                .build());
  }

  private static SiteStatus site(String name) {
    return status().sites().stream()
        .filter(site -> site.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static MysqlFailoverGroupStatus status() {
    return Serialization.unmarshal(Serialization.asJson(read()), MysqlFailoverGroup.class)
        .getStatus();
  }

  private static GenericKubernetesResource read() {
    return CLIENT.resource(new TestingManifest().resource()).get();
  }
}
