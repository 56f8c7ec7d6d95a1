package io.bloodraven.playground.bench;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How a benchmark runs.
 *
 * @param patient how many clients are in the middle of a statement at the active site when the
 *     fault comes, and wait for its answer
 * @param failoverLimit how long to wait for the first write at another site
 * @param healLimit how long the group may take to be as it should be again
 * @param folder where the ledgers are kept
 */
public record BenchOptions(
    FaultKind fault, int patient, Duration failoverLimit, Duration healLimit, Path folder) {}
