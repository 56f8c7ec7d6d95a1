package io.bloodraven.playground.nemesis;

import java.time.Instant;

/** One line of a timeline. */
record Happening(Instant at, String text) {}
