package io.bloodraven.activities.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bloodraven.api.crd.MysqlFailoverGroup;
import io.bloodraven.api.group.GroupSpec;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Whatever people write into the annotations of a group. */
class AnnotationsTest {
  private static final int CASES = Integer.getInteger("bloodraven.cases", 5_000);
  private static final long SEED = Long.getLong("bloodraven.seed", 1);
  private static final List<String> KEYS =
      List.of(
          ServerIds.ANNOTATION,
          "bloodraven.shipstream.io/planned-failover",
          "bloodraven.shipstream.io/reclone-site",
          "shipstream.io/planned-failover");
  private static final List<String> PARTS =
      List.of(
          "iad",
          "pdx",
          "=",
          "=",
          ",",
          ",",
          "1",
          "5",
          "-1",
          "0",
          "4294967295",
          "4294967296",
          " ",
          ":",
          "true",
          "{}",
          "[]",
          "null",
          "\n",
          "\u0000",
          "\ud83d\ude00",
          "x".repeat(20_000));

  private final GroupPlanner planner = new GroupPlanner("bloodraven/sidecar:test");
  private final MysqlFailoverGroup group = GoldenFiles.group("two-sites");

  private static String value(Random random) {
    StringBuilder text = new StringBuilder();
    random.ints(random.nextInt(12), 0, PARTS.size()).forEach(part -> text.append(PARTS.get(part)));
    return text.toString();
  }

  /** A plan with an id for each site, or a refusal that says in a few words which and why. */
  @Test
  void stopNothing() {
    GroupSpec spec = group.groupSpec();
    GroupPlan routing = planner.routing(group);
    int refused = 0;
    for (int i = 0; i < CASES; i++) {
      // neighbouring seeds of Random begin alike
      Random random = new Random(new SplittableRandom(SEED * 1_000_003 + i).nextLong());
      String key = KEYS.get(i % KEYS.size());
      String value = value(random);
      group.getMetadata().setAnnotations(Map.of(key, value));
      String which = "seed %d, case %d".formatted(SEED, i);
      assertThat(group.groupSpec()).as(which).isEqualTo(spec);
      assertThat(planner.routing(group))
          .as(which)
          .usingRecursiveComparison()
          .usingOverriddenEquals()
          .isEqualTo(routing);
      try {
        List<SitePlan> sites = planner.plan(group, NamespacePrivileges.REFUSED).sites();
        assertThat(sites).as(which).extracting(SitePlan::serverId).doesNotHaveDuplicates();
        assertThat(sites).as(which).allMatch(site -> site.serverId() > 0);
      } catch (IllegalArgumentException refusal) {
        refused++;
        assertThat(key).as(which).isEqualTo(ServerIds.ANNOTATION);
        assertThat(refusal.getMessage())
            .as(which)
            .startsWith("annotation " + ServerIds.ANNOTATION)
            .hasSizeLessThan(250);
      }
    }
    assertThat(refused).isBetween(1, CASES - 1);
  }

  @Test
  void givesNoTwoSitesOneId() {
    for (String annotation : List.of("iad=5,pdx=5", "iad=5,iad=6")) {
      assertThatThrownBy(() -> ServerIds.assign(group.ref(), annotation, List.of("iad", "pdx")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("for the second time");
    }
  }

  @Test
  void mayBeMissingAltogether() {
    group.getMetadata().setAnnotations(null);

    assertThat(planner.plan(group, NamespacePrivileges.REFUSED).sites()).hasSize(2);
  }
}
