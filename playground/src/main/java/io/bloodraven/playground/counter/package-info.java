/** The demo application: writes all the time and shows how long it could not. */
@NullMarked
package io.bloodraven.playground.counter;

import org.jspecify.annotations.NullMarked;
