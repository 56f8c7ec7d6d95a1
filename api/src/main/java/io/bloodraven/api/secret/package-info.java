/** What is in a Kubernetes Secret, as all readers of it understand it. */
@NullMarked
package io.bloodraven.api.secret;

import org.jspecify.annotations.NullMarked;
