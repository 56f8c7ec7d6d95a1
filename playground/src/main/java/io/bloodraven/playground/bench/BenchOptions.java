package io.bloodraven.playground.bench;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How a benchmark runs.
 *
 * @param failoverLimit how long to wait for the first write at another site
 * @param healLimit how long the group may take to be as it should be again
 * @param folder where the ledgers are kept
 */
public record BenchOptions(
    FaultKind fault, Duration failoverLimit, Duration healLimit, Path folder) {}
