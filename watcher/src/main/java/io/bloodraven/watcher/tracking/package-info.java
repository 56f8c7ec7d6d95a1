/**
 * What one vantage point makes of a group: heartbeats, own probes and the passing of time in, one
 * {@link io.bloodraven.api.health.Observation} out. Pure: no clock, no thread, no network.
 */
@NullMarked
package io.bloodraven.watcher.tracking;

import org.jspecify.annotations.NullMarked;
