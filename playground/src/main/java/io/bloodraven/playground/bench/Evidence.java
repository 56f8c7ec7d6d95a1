package io.bloodraven.playground.bench;

import io.bloodraven.playground.cluster.PlaygroundStatus;
import io.bloodraven.playground.cluster.Standing;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is left of a run.
 *
 * @param faultNanos the fault's moment on the ledger's clock
 * @param standing how the group stood when the writers had ended
 * @param converge milliseconds from the healing until the group had settled, null when it never had
 * @param problems what went wrong, in words
 */
record Evidence(
    PlaygroundStatus before,
    PlaygroundStatus after,
    Path ledger,
    long firstId,
    long faultNanos,
    Standing standing,
    @Nullable Double converge,
    List<String> problems) {}
