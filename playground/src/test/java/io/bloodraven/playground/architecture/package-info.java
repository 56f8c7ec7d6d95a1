/** What the architecture forbids, held by tests on the classes of every module. */
@NullMarked
package io.bloodraven.playground.architecture;

import org.jspecify.annotations.NullMarked;
