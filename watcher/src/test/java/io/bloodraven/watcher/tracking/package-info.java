@NullMarked
package io.bloodraven.watcher.tracking;

import org.jspecify.annotations.NullMarked;
