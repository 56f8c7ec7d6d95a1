/** What a watcher tells people and machines: REST, WebSocket, metrics, and the observed status. */
@NullMarked
package io.bloodraven.watcher.status;

import org.jspecify.annotations.NullMarked;
