/** Closing the server, with escalation, and the switch that closes it without the sidecar. */
@NullMarked
package io.bloodraven.sidecar.fence;

import org.jspecify.annotations.NullMarked;
