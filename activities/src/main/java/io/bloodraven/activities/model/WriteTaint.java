package io.bloodraven.activities.model;

import io.bloodraven.api.group.GroupRef;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.TaintBuilder;
import java.util.ArrayList;
import java.util.List;

/**
 * The taint on nodes of every site that is not writable: applications follow the writable database,
 * the database itself stays.
 */
public final class WriteTaint {
  private WriteTaint() {}

  /** Its key, one per group. */
  public static String key(GroupRef group) {
    return "shipstream.io/db-readonly-" + group.name();
  }

  /** A node's taints with or without the group's, whatever they were; all others as they are. */
  public static List<Taint> set(GroupRef group, List<Taint> taints, boolean tainted) {
    List<Taint> result = new ArrayList<>(taints);
    result.removeIf(taint -> key(group).equals(taint.getKey()));
    if (tainted) {
      result.add(
          new TaintBuilder().withKey(key(group)).withValue("true").withEffect("NoExecute").build());
    }
    return result;
  }
}
