/** The whole chain, on a real playground of its own. */
@NullMarked
package io.bloodraven.playground.e2e;

import org.jspecify.annotations.NullMarked;
