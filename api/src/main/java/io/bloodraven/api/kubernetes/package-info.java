/** How every process that is no sidecar calls the Kubernetes API. */
@NullMarked
package io.bloodraven.api.kubernetes;

import org.jspecify.annotations.NullMarked;
