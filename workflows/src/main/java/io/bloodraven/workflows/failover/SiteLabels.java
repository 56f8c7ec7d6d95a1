package io.bloodraven.workflows.failover;

/**
 * The live labels of a site's pod.
 *
 * @param role {@code primary}, {@code replica} or {@code fenced}
 * @param healthy whether a replica may serve reads
 */
public record SiteLabels(String site, String role, boolean healthy) {}
