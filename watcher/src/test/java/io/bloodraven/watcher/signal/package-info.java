@NullMarked
package io.bloodraven.watcher.signal;

import org.jspecify.annotations.NullMarked;
