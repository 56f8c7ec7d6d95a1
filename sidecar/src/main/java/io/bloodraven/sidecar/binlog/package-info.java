/** The binary log of a server that died: what it had executed when it did. */
@NullMarked
package io.bloodraven.sidecar.binlog;

import org.jspecify.annotations.NullMarked;
