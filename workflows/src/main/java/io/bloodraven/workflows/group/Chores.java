package io.bloodraven.workflows.group;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is to be done to Kubernetes and to users, beside failovers; tried again until it is done.
 */
final class Chores {
  /** A piece of work that can always be done again. */
  enum Chore {
    /** Read the resource. */
    READ_SPEC,
    /** Apply every object. */
    APPLY_OBJECTS,
    /** Take down sites that the manifest no longer has. */
    REMOVE_SITES,
    /** Create or correct the database users. */
    ENSURE_USERS,
    /** Labels, DNS and taints. */
    ROUTE,
    /** The decided part of status. */
    WRITE_STATUS,
    /** One Kubernetes Event. */
    RECORD_EVENT,
    /** Read whether the resource is being deleted, as somebody says. */
    CHECK_DELETION,
    /** Taints and finalizer of a group that is being deleted. */
    RELEASE
  }

  /** After the retries of an activity are exhausted. */
  static final Duration PAUSE = Duration.ofSeconds(30);

  private final Map<Chore, Instant> due = new EnumMap<>(Chore.class);
  private final Map<Chore, String> troubles = new EnumMap<>(Chore.class);

  Chores(Collection<String> carried) {
    carried.forEach(name -> due.put(Chore.valueOf(name), Instant.EPOCH));
  }

  /** To be done as soon as possible. */
  void ask(Chore chore) {
    due.put(chore, Instant.EPOCH);
  }

  /** To be done if it is not on the list already, perhaps for later. */
  void askUnlessWaiting(Chore chore) {
    due.putIfAbsent(chore, Instant.EPOCH);
  }

  /** Takes it off the list, if it is on it and its time has come. */
  boolean take(Chore chore, Instant now) {
    Instant when = due.get(chore);
    if (when == null || now.isBefore(when)) {
      return false;
    }
    due.remove(chore);
    return true;
  }

  void done(Chore chore) {
    troubles.remove(chore);
  }

  /** Answers whether this trouble is another than the last time. */
  boolean failed(Chore chore, Instant now, String trouble) {
    due.putIfAbsent(chore, now.plus(PAUSE));
    return !trouble.equals(troubles.put(chore, trouble));
  }

  /** What does not succeed, for people. */
  List<String> troubles() {
    return troubles.entrySet().stream()
        .map(entry -> entry.getKey() + ": " + entry.getValue())
        .toList();
  }

  /** No longer needed. */
  void drop(Chore chore) {
    due.remove(chore);
  }

  /**
   * When the next one that has to wait may be done. One whose time has come waits for something
   * else that runs, and the end of that wakes the group anyway.
   */
  Optional<Instant> nextAfter(Instant now) {
    return due.values().stream().filter(when -> when.isAfter(now)).min(Instant::compareTo);
  }

  List<String> names() {
    return due.keySet().stream().map(Enum::name).toList();
  }
}
