package io.bloodraven.playground.cluster;

import io.bloodraven.testing.LeftOut;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The cluster by itself, on real nodes in a network of its own. */
@ResourceLock("processors")
class ClusterScriptIT {
  /** It takes a minute and a half, but may have to make the cluster's tools first. */
  private static final Duration LIMIT = Duration.ofMinutes(45);

  @Test
  void aClusterComesUpBreaksAsToldAndLeavesNothing() {
    LeftOut.unless(
        Boolean.getBoolean("bloodraven.clusterTest"),
        "the tests of the cluster by itself",
        "they take a minute and a half; -Dbloodraven.clusterTest=true runs them");
    ScriptsIT.run("cluster-test.sh", LIMIT);
  }
}
