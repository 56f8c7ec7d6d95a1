package io.bloodraven.activities.repair;

import io.bloodraven.api.group.GroupRef;

/**
 * What is to be put right.
 *
 * @param site the closed site
 * @param source the open site that it is to follow
 * @param epoch at which {@code source} is open
 */
record Repair(GroupRef group, String site, String source, long epoch) {}
