/** Putting a site right: rejoin, repoint, clone. */
@NullMarked
package io.bloodraven.workflows.repair;

import org.jspecify.annotations.NullMarked;
