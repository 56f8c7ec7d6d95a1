@NullMarked
package io.bloodraven.watcher.status;

import org.jspecify.annotations.NullMarked;
