package io.bloodraven.workflows.group;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Kubernetes Events that were not recorded yet; bounded, the oldest is dropped. */
final class Announcements {
  private static final int MOST = 50;

  private final Deque<GroupEvent> waiting = new ArrayDeque<>();

  void add(boolean warning, String reason, String message) {
    waiting.addLast(new GroupEvent(warning, reason, message));
    if (waiting.size() > MOST) {
      waiting.removeFirst();
    }
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  Optional<GroupEvent> take() {
    return Optional.ofNullable(waiting.pollFirst());
  }

  void putBack(GroupEvent event) {
    waiting.addFirst(event);
  }
}
