/** What activities do to the Kubernetes API, and what they read from it. */
@NullMarked
package io.bloodraven.activities.kubernetes;

import org.jspecify.annotations.NullMarked;
