@NullMarked
package io.bloodraven.api.kubernetes;

import org.jspecify.annotations.NullMarked;
