package io.bloodraven.activities.sidecar;

/**
 * What a site's sidecar answered, and by which way the answer came.
 *
 * @param relayedBy site whose sidecar passed it on, empty when it came directly
 */
public record Answer<T>(T reply, String relayedBy) {}
