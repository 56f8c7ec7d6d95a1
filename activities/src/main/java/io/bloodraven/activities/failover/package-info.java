/** The steps of an emergency failover up to the first write. */
@NullMarked
package io.bloodraven.activities.failover;

import org.jspecify.annotations.NullMarked;
