/**
 * A failover group as the decision core sees it, and the names of everything that belongs to it.
 */
@NullMarked
package io.bloodraven.api.group;

import org.jspecify.annotations.NullMarked;
