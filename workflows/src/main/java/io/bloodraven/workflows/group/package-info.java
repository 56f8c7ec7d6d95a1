/**
 * The entity workflow that owns a failover group, its messages, and the activities it uses itself.
 */
@NullMarked
package io.bloodraven.workflows.group;

import org.jspecify.annotations.NullMarked;
