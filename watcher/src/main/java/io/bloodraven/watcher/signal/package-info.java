/** The one place that talks to Temporal: what is sent to a group's workflow, when, and how. */
@NullMarked
package io.bloodraven.watcher.signal;

import org.jspecify.annotations.NullMarked;
