/** An in-memory group with GTID sets, and activities that act on it. */
@NullMarked
package io.bloodraven.workflows.testing;

import org.jspecify.annotations.NullMarked;
