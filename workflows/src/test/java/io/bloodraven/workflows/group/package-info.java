@NullMarked
package io.bloodraven.workflows.group;

import org.jspecify.annotations.NullMarked;
