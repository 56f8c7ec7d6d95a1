/** The door to the mysqld beside the sidecar. */
@NullMarked
package io.bloodraven.sidecar.mysql;

import org.jspecify.annotations.NullMarked;
