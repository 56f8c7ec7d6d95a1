package io.bloodraven.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Two sites, real servers, lease of 6 s: how long the open one stays open. */
@Execution(ExecutionMode.CONCURRENT)
class LeaseIT {
  @AutoClose private final TestingPair pair = new TestingPair().vouched();
  private final TestingGroup group = pair.group;
  private final TestingSite iad = pair.iad;
  private final TestingSite pdx = pair.pdx;

  @Test
  void opensAnEmptyGroupAndWritesNoGtidOfItsOwn() {
    assertThat(iad.takesWrites()).isTrue();
    assertThat(group.lease().getSpec().getHolderIdentity()).isEqualTo("iad/pod-iad");
    // four statements of the test and one write of the application, none of the sidecar
    assertThat(iad.status().gtidExecuted()).endsWith(":1-5");
    assertThat(iad.status().armedSwitches()).containsExactly("mysql-event");
    assertThat(pdx.status().writable()).isFalse();
  }

  @Test
  void staysOpenByRenewalsWithoutPeers() {
    pdx.stopSidecar();
    pair.awaitOpenFor(Duration.ofSeconds(12));
  }
}
