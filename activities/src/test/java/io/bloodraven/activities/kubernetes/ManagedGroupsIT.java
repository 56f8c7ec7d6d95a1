package io.bloodraven.activities.kubernetes;

import static io.bloodraven.activities.kubernetes.TestingCluster.CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.bloodraven.api.group.GroupRef;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManagedGroupsIT {
  @Test
  void areThoseOfAllNamespacesOrOfOne() {
    GroupRef one = TestingCluster.newGroup();
    GroupRef other = TestingCluster.newGroup();
    assertThat(other.namespace()).isNotEqualTo(one.namespace());

    assertThat(new ManagedGroups(CLIENT, "").sitesByGroup())
        .containsEntry(one, List.of("iad", "pdx"))
        .containsKey(other);
    assertThat(new ManagedGroups(CLIENT, one.namespace()).sitesByGroup()).containsOnlyKeys(one);
  }
}
