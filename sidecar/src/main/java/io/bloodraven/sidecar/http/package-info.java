/** The door to the network: endpoints, the heartbeat stream, the peers. */
@NullMarked
package io.bloodraven.sidecar.http;

import org.jspecify.annotations.NullMarked;
