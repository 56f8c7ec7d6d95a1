/** Calls to the sidecars: direct, or relayed through another site's; every one with a deadline. */
@NullMarked
package io.bloodraven.activities.sidecar;

import org.jspecify.annotations.NullMarked;
