/**
 * What a group consists of in Kubernetes: pure functions from its resource to the desired objects,
 * and to the files that its servers start with.
 */
@NullMarked
package io.bloodraven.activities.model;

import org.jspecify.annotations.NullMarked;
