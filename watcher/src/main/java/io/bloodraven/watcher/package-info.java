/** The watcher process: sees, and tells the groups' workflows what changed. Decides nothing. */
@NullMarked
package io.bloodraven.watcher;

import org.jspecify.annotations.NullMarked;
