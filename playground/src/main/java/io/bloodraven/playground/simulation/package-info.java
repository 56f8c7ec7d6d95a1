/**
 * The lease protocol, the trackers and the decision core of production in one seeded world of bad
 * clocks, bad networks and bad timing; nothing in here is used by production.
 */
@NullMarked
package io.bloodraven.playground.simulation;

import org.jspecify.annotations.NullMarked;
