/** The decision core: plain functions on records. No Temporal, no client library. */
@NullMarked
package io.bloodraven.workflows.decision;

import org.jspecify.annotations.NullMarked;
