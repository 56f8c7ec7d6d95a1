@NullMarked
package io.bloodraven.worker;

import org.jspecify.annotations.NullMarked;
