@NullMarked
package io.bloodraven.watcher;

import org.jspecify.annotations.NullMarked;
