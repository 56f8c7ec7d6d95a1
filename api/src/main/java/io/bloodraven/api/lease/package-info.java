/** The write lease on the wire: vouch, claim, open, fence, and why one is refused. */
@NullMarked
package io.bloodraven.api.lease;

import org.jspecify.annotations.NullMarked;
