@NullMarked
package io.bloodraven.workflows.wire;

import org.jspecify.annotations.NullMarked;
