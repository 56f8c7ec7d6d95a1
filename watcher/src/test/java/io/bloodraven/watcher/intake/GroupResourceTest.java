package io.bloodraven.watcher.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloodraven.api.crd.MysqlFailoverGroup;
import io.bloodraven.api.crd.MysqlFailoverGroupSpec;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GroupResourceTest {
  private static MysqlFailoverGroup resource(String status) {
    return Serialization.unmarshal(
        """
        apiVersion: shipstream.io/v1alpha1
        kind: MysqlFailoverGroup
        metadata: {name: main, namespace: default, generation: 3}
        spec:
          sites:
          - {name: pdx, taintNodeSelector: {site: pdx}, lbIP: 192.0.2.2}
          - {name: sfo, taintNodeSelector: {site: sfo}, lbIP: 192.0.2.3}
          storage: {size: 1Gi}
          credentials: {operatorSecret: main-operator}
        status: {%s}
        """
            .formatted(status),
        MysqlFailoverGroup.class);
  }

  @Test
  void theActiveSiteIsFollowedWhetherTheManifestHasItOrNot() {
    assertThat(GroupResource.read(resource("")).siteNames()).containsExactly("pdx", "sfo");
    assertThat(GroupResource.read(resource("activeSite: sfo")).siteNames())
        .containsExactly("pdx", "sfo");
    assertThat(GroupResource.read(resource("activeSite: iad")).siteNames())
        .containsExactly("pdx", "sfo", "iad");
  }

  @Test
  void readersMayBeFurtherBehind() {
    MysqlFailoverGroup resource = resource("");
    resource.setSpec(
        Serialization.unmarshal(
            """
            sites:
            - {name: iad}
            - {name: far, role: read-only}
            replication: {maxLagSeconds: 20, readOnlyMaxLagSeconds: 500}
            """,
            MysqlFailoverGroupSpec.class));
    assertThat(GroupResource.read(resource).tracking().lagLimits())
        .isEqualTo(Map.of("iad", 20L, "far", 500L));
  }

  @Test
  void noAnnotationChangesWhatIsRead() {
    GroupManifest plain = GroupResource.read(resource("activeSite: sfo"));
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      Map<String, String> annotations = new HashMap<>();
      for (String name : new String[] {"server-ids", "planned-failover", "reclone-site", "x"}) {
        char[] text = new char[random.nextInt(2_000)];
        for (int i = 0; i < text.length; i++) {
          text[i] = (char) random.nextInt(0x10000);
        }
        annotations.put("bloodraven.shipstream.io/" + name, new String(text));
      }
      MysqlFailoverGroup annotated = resource("activeSite: sfo");
      annotated.getMetadata().setAnnotations(annotations);

      assertThat(GroupResource.read(annotated)).as("seed %d", seed).isEqualTo(plain);
    }
  }
}
