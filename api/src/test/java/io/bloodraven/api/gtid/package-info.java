@NullMarked
package io.bloodraven.api.gtid;

import org.jspecify.annotations.NullMarked;
