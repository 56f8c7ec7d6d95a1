/** The door to the Kubernetes API: one Lease, read, watched and written by compare-and-swap. */
@NullMarked
package io.bloodraven.sidecar.kube;

import org.jspecify.annotations.NullMarked;
