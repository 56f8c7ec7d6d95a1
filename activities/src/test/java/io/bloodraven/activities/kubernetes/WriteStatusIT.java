package io.bloodraven.activities.kubernetes;

import static io.bloodraven.activities.kubernetes.TestingCluster.CLIENT;
import static io.bloodraven.activities.kubernetes.TestingCluster.resource;
import static org.assertj.core.api.Assertions.assertThat;

import io.bloodraven.api.crd.MysqlFailoverGroup;
import io.bloodraven.api.crd.MysqlFailoverGroupStatus.SiteStatus;
import io.bloodraven.api.group.GroupRef;
import io.bloodraven.workflows.group.DecidedStatus;
import io.bloodraven.workflows.group.DecidedStatus.SiteDecision;
import io.bloodraven.workflows.group.FailoverRecord;
import io.bloodraven.workflows.group.GroupEvent;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Status and Events of a group on a real API server. */
class WriteStatusIT {
  private static final Instant MORNING = Instant.parse("2026-01-01T08:00:00Z");
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private Instant now = MORNING;
  private GroupRef group;
  private final KubernetesGroupActivities activities =
      new KubernetesGroupActivities(
          CLIENT,
          TestingCluster.PLANNER,
          (group, activeSite) -> {},
          new ControlTokens(),
          () -> now);

  @BeforeEach
  void newGroup() {
    group = TestingCluster.newGroup();
  }

  @Test
  void writesWhatWasDecided() {
    activities.writeStatus(
        group,
        new DecidedStatus(
            3,
            "iad",
            7,
            2,
            "Ready",
            List.of(
                new SiteDecision("iad", "", "", 0, "", "", ""),
                new SiteDecision("pdx", "RecoveryBlocked", "uuid:1-3", 3, "host", "Blocked", "x")),
            List.of(new DecidedStatus.Condition("Ready", true, "Writable", "iad is writable")),
            NOON,
            "iad",
            "uuid:1-9",
            List.of(new FailoverRecord(7, "pdx", "iad", "crash", NOON, 812, "uuid:9"))));

    var status = resource(group).getStatus();
    assertThat(status.activeSite()).isEqualTo("iad");
    assertThat(status.epoch()).isEqualTo(7);
    assertThat(status.observedGeneration()).isEqualTo(3);
    assertThat(status.topologyGeneration()).isEqualTo(2);
    assertThat(status.phase()).isEqualTo("Ready");
    assertThat(status.lastFailover()).isEqualTo(NOON.toString());
    assertThat(status.lastFailoverTarget()).isEqualTo("iad");
    assertThat(status.promotionGtidExecuted()).isEqualTo("uuid:1-9");
    SiteStatus blocked = site("pdx");
    assertThat(blocked.recoveryState()).isEqualTo("RecoveryBlocked");
    assertThat(blocked.divergentGtid()).isEqualTo("uuid:1-3");
    assertThat(blocked.divergentTransactionCount()).isEqualTo(3);
    assertThat(status.history())
        .singleElement()
        .satisfies(failover -> {
          assertThat(failover.epoch()).isEqualTo(7);
          assertThat(failover.writableAfterMillis()).isEqualTo(812);
          assertThat(failover.knownLoss()).isEqualTo("uuid:9");
        });
  }

  @Test
  void writesNothingWhenNothingDiffers() {
    activities.writeStatus(group, status("iad", true, "well", "iad", "pdx"));
    String version = resource(group).getMetadata().getResourceVersion();

    now = NOON;
    activities.writeStatus(group, status("iad", true, "well", "iad", "pdx"));

    assertThat(resource(group).getMetadata().getResourceVersion()).isEqualTo(version);
  }

  @Test
  void dropsWhatHoldsNoMore() {
    activities.writeStatus(group, status("iad", true, "well", "iad", "pdx"));

    activities.writeStatus(group, status("", false, "no site may write", "iad"));

    assertThat(resource(group).getStatus().activeSite()).isNull();
    assertThat(resource(group).getStatus().sites())
        .extracting(SiteStatus::name)
        .containsExactly("iad");
  }

  @Test
  void namesFieldsThatDoNothingYet() {
    activities.writeStatus(group, status("iad", true, "well", "iad"));
    assertThat(resource(group).getStatus().notActive()).containsExactly("spec.updateStrategy");

    CLIENT
        .resource(resource(group))
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"spec\": {\"updateStrategy\": \"Recreate\"}}");
    activities.writeStatus(group, status("iad", true, "well", "iad"));

    assertThat(resource(group).getStatus().notActive()).isEmpty();
  }

  @Test
  void tellsWhenAConditionChangedAndNotWhenItsWordsDid() {
    activities.writeStatus(group, status("iad", true, "well", "iad"));
    now = NOON;
    activities.writeStatus(group, status("iad", true, "still well", "iad"));

    assertThat(ready().getMessage()).isEqualTo("still well");
    assertThat(ready().getLastTransitionTime()).isEqualTo(MORNING.toString());

    activities.writeStatus(group, status("", false, "not well", "iad"));

    assertThat(ready().getStatus()).isEqualTo("False");
    assertThat(ready().getLastTransitionTime()).isEqualTo(NOON.toString());
  }

  @Test
  void sharesTheSitesWithAWatcher() {
    observed("iad", "writable");
    observed("pdx", "read-only");
    activities.writeStatus(group, status("iad", true, "well", "iad", "pdx"));
    observed("pdx", "unreachable");
    activities.writeStatus(group, status("iad", true, "still", "iad", "pdx"));

    assertThat(site("iad").state()).isEqualTo("writable");
    assertThat(site("pdx").state()).isEqualTo("unreachable");
    assertThat(site("pdx").sourceHost()).isEqualTo("source-of-pdx");
    assertThat(resource(group).getStatus().activeSite()).isEqualTo("iad");
  }

  @Test
  void countsAnEventThatWasSaidBefore() {
    GroupEvent lost = new GroupEvent(true, "DataLossDetected", "lost uuid:9");
    activities.recordEvent(group, lost);
    now = NOON;
    activities.recordEvent(group, lost);
    activities.recordEvent(group, new GroupEvent(false, "FailoverExecuted", "x".repeat(3000)));

    List<Event> events = CLIENT.v1().events().inNamespace(group.namespace()).list().getItems();
    assertThat(events).hasSize(2);
    assertThat(events)
        .filteredOn(event -> event.getReason().equals("DataLossDetected"))
        .singleElement()
        .satisfies(event -> {
          assertThat(event.getCount()).isEqualTo(2);
          assertThat(event.getType()).isEqualTo("Warning");
          assertThat(event.getFirstTimestamp()).isEqualTo(MORNING.toString());
          assertThat(event.getLastTimestamp()).isEqualTo(NOON.toString());
          assertThat(event.getInvolvedObject().getUid())
              .isEqualTo(resource(group).getMetadata().getUid());
        });
  }

  @Test
  void saysNothingOfAGroupThatIsGone() {
    GroupRef never = new GroupRef("default", "never-was");

    activities.writeStatus(never, status("iad", true, "well"));
    activities.recordEvent(never, new GroupEvent(true, "SiteRecovered", "it did"));

    assertThat(CLIENT.resources(MysqlFailoverGroup.class).inNamespace("default").list().getItems())
        .isEmpty();
    // the API server has events of its own there
    assertThat(CLIENT.v1().events().inNamespace("default").list().getItems())
        .noneMatch(event -> event.getInvolvedObject().getName().equals(never.name()));
  }

  private DecidedStatus status(String active, boolean ready, String message, String... sites) {
    return new DecidedStatus(
        1,
        active,
        1,
        1,
        "Ready",
        Arrays.stream(sites)
            .map(site -> new SiteDecision(site, "", "", 0, "source-of-" + site, "", ""))
            .toList(),
        List.of(new DecidedStatus.Condition("Ready", ready, "Because", message)),
        null,
        "",
        "",
        List.of());
  }

  private void observed(String site, String state) {
    GenericKubernetesResource status =
        new GenericKubernetesResourceBuilder()
            .withApiVersion("shipstream.io/v1alpha1")
            .withKind("MysqlFailoverGroup")
            .withNewMetadata()
            .withNamespace(group.namespace())
            .withName(group.name())
            .endMetadata()
            .withAdditionalProperties(
                Map.of("status", Map.of("sites", List.of(Map.of("name", site, "state", state)))))
            .build();
    PatchContext apply = PatchContext.of(PatchType.SERVER_SIDE_APPLY);
    apply.setFieldManager("bloodraven-watcher-of-" + site);
    CLIENT.resource(status).subresource("status").patch(apply);
  }

  private SiteStatus site(String name) {
    return resource(group).getStatus().sites().stream()
        .filter(site -> site.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private Condition ready() {
    return resource(group).getStatus().conditions().getFirst();
  }
}
