/** Where news come in: informers, heartbeat streams, and the watcher's own MySQL probes. */
@NullMarked
package io.bloodraven.watcher.intake;

import org.jspecify.annotations.NullMarked;
