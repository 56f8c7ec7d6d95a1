/** Tests of what is delivered to a cluster: the chart. */
@NullMarked
package io.bloodraven.deploy;

import org.jspecify.annotations.NullMarked;
