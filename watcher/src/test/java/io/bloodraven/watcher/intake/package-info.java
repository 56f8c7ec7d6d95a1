@NullMarked
package io.bloodraven.watcher.intake;

import org.jspecify.annotations.NullMarked;
