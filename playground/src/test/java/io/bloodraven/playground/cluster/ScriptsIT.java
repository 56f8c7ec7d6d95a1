package io.bloodraven.playground.cluster;

import io.bloodraven.playground.e2e.AfterSetup;
import io.bloodraven.testing.Checkout;
import io.bloodraven.testing.LeftOut;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The tests of the scripts that are scripts themselves: see {@code playground/test}. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(value = "processors", mode = ResourceAccessMode.READ)
@ExtendWith(AfterSetup.class)
class ScriptsIT {
  private static final Duration A_FEW_SECONDS = Duration.ofMinutes(2);

  @Test
  void setupRefusesBeforeItStartsAnything() {
    run("preconditions-test.sh", A_FEW_SECONDS);
  }

  @Test
  void toolsAreMadeOnceAndWhole() {
    run("provision-test.sh", A_FEW_SECONDS);
  }

  @Test
  void anExistingClusterIsTreatedWithCare() {
    run("context-test.sh", A_FEW_SECONDS);
  }

  @Test
  void helpNeedsNothingBuilt() {
    run("help-test.sh", A_FEW_SECONDS);
  }

  @Test
  void shellcheckSaysNothing() {
    boolean onPath =
        Arrays.stream(System.getenv("PATH").split(":"))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "shellcheck")));
    LeftOut.unless(onPath, "shellcheck's tests", "it is not on PATH");
    run("shellcheck-test.sh", A_FEW_SECONDS);
  }

  /** Runs one of them, which fails when it does. */
  static void run(String name, Duration limit) {
    new Script(Checkout.root().resolve("playground/test").resolve(name), Map.of())
        .run(limit, List.of());
  }
}
