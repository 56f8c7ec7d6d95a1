package io.bloodraven.playground.simulation;

import io.bloodraven.playground.e2e.AfterSetup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The same as {@link SimulationTest} with seeds that it leaves out, and more of them. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(value = "processors", mode = ResourceAccessMode.READ)
@ExtendWith(AfterSetup.class)
class SimulationIT {
  private static final long FIRST_SEED = 1_001;
  private static final int SCHEDULES = 4_000;

  @Test
  void noScheduleBreaksAnInvariant() throws InterruptedException {
    SimulationTest.assertNoneBreaksAnInvariant(FIRST_SEED, SCHEDULES);
  }
}
