/** The sidecar beside each mysqld: wiring, and the loop that feeds the lease. */
@NullMarked
package io.bloodraven.sidecar;

import org.jspecify.annotations.NullMarked;
