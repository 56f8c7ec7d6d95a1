/** How messages and histories are written and read. */
@NullMarked
package io.bloodraven.workflows.wire;

import org.jspecify.annotations.NullMarked;
