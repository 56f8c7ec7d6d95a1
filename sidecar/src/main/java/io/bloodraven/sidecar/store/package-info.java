/** What must survive a restart, on the data volume. */
@NullMarked
package io.bloodraven.sidecar.store;

import org.jspecify.annotations.NullMarked;
