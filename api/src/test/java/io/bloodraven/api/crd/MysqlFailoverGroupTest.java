package io.bloodraven.api.crd;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloodraven.api.group.GroupRef;
import io.bloodraven.api.group.GroupSpec;
import io.bloodraven.api.group.SiteRole;
import io.bloodraven.api.group.SiteSpec;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What decisions are made from is what the manifest says. */
class MysqlFailoverGroupTest {
  @Test
  void aLeastManifestGetsTheDefaults() {
    MysqlFailoverGroup group = new TestingManifest().typed();
    group.getMetadata().setGeneration(7L);

    assertThat(group.groupSpec())
        .isEqualTo(
            new GroupSpec(
                new GroupRef("default", "main"),
                7,
                List.of(
                    new SiteSpec("iad", SiteRole.PRIMARY_CANDIDATE),
                    new SiteSpec("pdx", SiteRole.PRIMARY_CANDIDATE)),
                List.of(),
                Duration.ofSeconds(6),
                Duration.ofSeconds(3),
                Duration.ofMinutes(5),
                Duration.ofSeconds(10),
                Duration.ofHours(1)));
  }

  @Test
  void everythingSetIsTakenOver() {
    GroupSpec spec =
        new TestingManifest()
            .addSite("sfo")
            .setSite(1, "role", "dr-only")
            .set("splitBrainPolicy", Map.of("sitePriorities", List.of("pdx", "iad")))
            .set("sidecar", Map.of("leaseTimeout", "20s", "silenceThreshold", "1500ms"))
            .set("failoverCooldown", "1h")
            .set("maxLossWait", "0s")
            .set("cloneTimeout", "2h30m")
            .typed()
            .groupSpec();

    assertThat(spec.sites())
        .containsExactly(
            new SiteSpec("iad", SiteRole.PRIMARY_CANDIDATE),
            new SiteSpec("pdx", SiteRole.DR_ONLY),
            new SiteSpec("sfo", SiteRole.READ_ONLY));
    assertThat(spec.sitePriorities()).containsExactly("pdx", "iad");
    assertThat(spec.leaseTimeout()).isEqualTo(Duration.ofSeconds(20));
    assertThat(spec.silenceThreshold()).isEqualTo(Duration.ofMillis(1500));
    assertThat(spec.failoverCooldown()).isEqualTo(Duration.ofHours(1));
    assertThat(spec.maxLossWait()).isZero();
    assertThat(spec.cloneTimeout()).isEqualTo(Duration.ofMinutes(150));
  }

  @Test
  void aNumberIsACloneTimeoutInSeconds() {
    assertThat(new TestingManifest().set("cloneTimeout", 90).typed().groupSpec().cloneTimeout())
        .isEqualTo(Duration.ofSeconds(90));
  }

  @Test
  void silenceIsHalfOfTheLeaseButNotTooShort() {
    assertThat(silenceWith("20s")).isEqualTo(Duration.ofSeconds(10));
    assertThat(silenceWith("3s")).isEqualTo(Duration.ofMillis(2500));
  }

  @Test
  void survivesBeingWrittenAndReadAgain() {
    MysqlFailoverGroup group = new TestingManifest().set("backup", Map.of("keep", 7)).typed();

    assertThat(
            Serialization.unmarshal(Serialization.asYaml(group), MysqlFailoverGroup.class)
                .getSpec())
        .isEqualTo(group.getSpec());
  }

  private static Duration silenceWith(String leaseTimeout) {
    return new TestingManifest()
        .set("sidecar", Map.of("leaseTimeout", leaseTimeout))
        .typed()
        .groupSpec()
        .silenceThreshold();
  }
}
