@NullMarked
package io.bloodraven.workflows.failover;

import org.jspecify.annotations.NullMarked;
