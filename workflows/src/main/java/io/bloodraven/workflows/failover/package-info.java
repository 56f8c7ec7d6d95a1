/** The emergency failover: a child workflow, its steps and their activities. */
@NullMarked
package io.bloodraven.workflows.failover;

import org.jspecify.annotations.NullMarked;
