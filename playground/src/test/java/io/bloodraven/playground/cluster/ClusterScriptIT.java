package io.bloodraven.playground.cluster;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The cluster by itself, on real nodes in a network of its own. */
@ResourceLock("processors")
class ClusterScriptIT {
  /** It takes three minutes, but may have to make the cluster's tools first. */
  private static final Duration LIMIT = Duration.ofMinutes(45);

  @Test
  void aClusterComesUpBreaksAsToldAndLeavesNothing() {
    LeftOut.unless(
        Boolean.getBoolean("bloodraven.clusterTest"),
        "the tests of the cluster by itself",
        "they take three minutes; -Dbloodraven.clusterTest=true runs them");
    ScriptsIT.run("cluster-test.sh", LIMIT);
  }
}
