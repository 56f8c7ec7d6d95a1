package io.bloodraven.watcher.status;

import io.bloodraven.api.group.GroupRef;
import java.util.Collection;

/**
 * Which of several watchers writes a group's observed status: the one with the highest hash over
 * both names. All that see the same watchers agree without a word; while they do not, two write the
 * same, which does no harm. One that comes or goes moves only the groups it takes or leaves.
 */
final class StatusDuty {
  private StatusDuty() {}

  static boolean isOf(String self, Collection<String> watchers, GroupRef group) {
    long own = weight(self, group);
    return watchers.stream()
        .filter(other -> !other.equals(self))
        .allMatch(other -> {
          long weight = weight(other, group);
          return weight < own || (weight == own && other.compareTo(self) > 0);
        });
  }

  private static long weight(String watcher, GroupRef group) {
    // FNV-1a and a final mix: String.hashCode would give neighbours in name nearly the same weight
    long hash = 0xcbf29ce484222325L;
    String text = watcher + "\n" + group;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    return hash ^ (hash >>> 33);
  }
}
