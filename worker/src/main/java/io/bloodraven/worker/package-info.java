/** The worker process: wiring, health, nothing else. */
@NullMarked
package io.bloodraven.worker;

import org.jspecify.annotations.NullMarked;
