@NullMarked
package io.bloodraven.workflows.decision;

import org.jspecify.annotations.NullMarked;
