package io.bloodraven.playground.bench;

import io.bloodraven.playground.cluster.PlaygroundStatus;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is left of a run.
 *
 * @param faultNanos the fault's moment on the ledger's clock
 * @param converge milliseconds from the healing to convergence, null when that never came
 * @param problems what went wrong, in words
 */
record Evidence(
    PlaygroundStatus before,
    PlaygroundStatus after,
    Path ledger,
    long firstId,
    long faultNanos,
    @Nullable Double converge,
    List<String> problems) {}
