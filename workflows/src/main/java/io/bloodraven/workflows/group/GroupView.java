package io.bloodraven.workflows.group;

import java.util.List;

/**
 * The group as its workflow knows it, for people and for the status page.
 *
 * @param doing what runs now, empty when idle
 */
public record GroupView(
    String activeSite, long epoch, String phase, String doing, List<FailoverRecord> history) {
  public GroupView {
    history = List.copyOf(history);
  }
}
