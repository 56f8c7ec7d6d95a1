/** Putting a site right: rejoin and repoint, clone, fence. */
@NullMarked
package io.bloodraven.activities.repair;

import org.jspecify.annotations.NullMarked;
