/** Benchmarks: one fault after another under a running ledger, and what it cost. */
@NullMarked
package io.bloodraven.playground.bench;

import org.jspecify.annotations.NullMarked;
