/** The running playground: its scripts, its addresses, its group as seen from outside. */
@NullMarked
package io.bloodraven.playground.cluster;

import org.jspecify.annotations.NullMarked;
