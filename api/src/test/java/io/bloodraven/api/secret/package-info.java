@NullMarked
package io.bloodraven.api.secret;

import org.jspecify.annotations.NullMarked;
