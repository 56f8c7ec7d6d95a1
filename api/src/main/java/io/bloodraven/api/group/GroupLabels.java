package io.bloodraven.api.group;

import java.util.Map;
import java.util.TreeMap;

/** Labels of a group's objects. Those of a pod's role are live: patched, and in no template. */
public final class GroupLabels {
  /** Which group; on every object. */
  public static final String GROUP = "shipstream.io/failover-group";

  /** Which site; on every object of a site. */
  public static final String SITE = "shipstream.io/site";

  /** Live label of a pod: {@code primary}, {@code replica} or {@code fenced}. */
  public static final String ROLE = "shipstream.io/role";

  /** Live label of a pod: whether a replica may serve reads, {@code yes} or {@code no}. */
  public static final String HEALTHY = "shipstream.io/healthy";

  /** Value of {@link #ROLE} on the pod that is open for writes. */
  public static final String PRIMARY = "primary";

  /** Value of {@link #ROLE} on the pods that replicate. */
  public static final String REPLICA = "replica";

  private GroupLabels() {}

  /** Selects everything of a group. */
  public static Map<String, String> ofGroup(GroupRef group) {
    return Map.of(GROUP, group.name());
  }

  /** Selects everything of a site. */
  public static Map<String, String> ofSite(GroupRef group, String site) {
    return Map.of(GROUP, group.name(), SITE, site);
  }

  /** The labels of an object that belongs to the whole group. */
  public static Map<String, String> onGroup(GroupRef group) {
    Map<String, String> labels = new TreeMap<>(ofGroup(group));
    labels.put("app.kubernetes.io/name", "mysql");
    labels.put("app.kubernetes.io/instance", group.objectName());
    labels.put("app.kubernetes.io/managed-by", "bloodraven");
    return labels;
  }

  /** The labels of an object that belongs to a site. */
  public static Map<String, String> onSite(GroupRef group, String site) {
    Map<String, String> labels = onGroup(group);
    labels.put(SITE, site);
    return labels;
  }
}
