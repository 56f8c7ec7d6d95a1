package io.bloodraven.playground.nemesis;

import org.jspecify.annotations.Nullable;

/**
 * One blow of an ambush.
 *
 * @param moment of the failover for which it waited
 * @param fault what it did, and to whom
 * @param late milliseconds from the moment until it struck; null when the moment never came, or
 *     there was nothing to strike
 */
public record AmbushReport(String moment, String fault, @Nullable Double late) {}
