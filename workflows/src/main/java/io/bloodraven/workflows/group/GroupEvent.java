package io.bloodraven.workflows.group;

/**
 * A Kubernetes Event about the group.
 *
 * @param reason stable name that people and alerts match on, such as {@code FailoverExecuted}
 */
public record GroupEvent(boolean warning, String reason, String message) {}
