/** MySQL GTIDs and sets of them. Pure. */
@NullMarked
package io.bloodraven.api.gtid;

import org.jspecify.annotations.NullMarked;
