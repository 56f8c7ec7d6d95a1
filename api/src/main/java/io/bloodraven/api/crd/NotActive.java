package io.bloodraven.api.crd;

import io.bloodraven.api.crd.Policies.PlannedFailover;
import io.bloodraven.api.crd.Policies.UpdateStrategy;
import java.util.ArrayList;
import java.util.List;

/**
 * Which fields of a spec are kept for later work and do nothing yet. Whoever builds one takes it
 * out here, and out of the schema's description.
 */
public final class NotActive {
  private NotActive() {}

  /** Paths of what is asked for and not done. What has a default counts when it differs from it. */
  public static List<String> paths(MysqlFailoverGroupSpec spec) {
    List<String> paths = new ArrayList<>();
    add(paths, "spec.tls", spec.tls() != null);
    add(paths, "spec.maxLossWait", !spec.maxLossWait().equals("10s"));
    add(paths, "spec.connectionDrainTimeout", !spec.connectionDrainTimeout().equals("30s"));
    // the default, and nevertheless not what is done
    add(paths, "spec.updateStrategy", spec.updateStrategy() == UpdateStrategy.ORDERED_UPDATE);
    add(paths, "spec.plannedFailover", !spec.plannedFailover().equals(PlannedFailover.DEFAULT));
    add(paths, "spec.backup", spec.backup() != null);
    add(paths, "spec.initFromBackup", spec.initFromBackup() != null);
    add(paths, "spec.restoreInPlace", spec.restoreInPlace() != null);
    add(paths, "spec.dragonfly", spec.dragonfly() != null);
    add(paths, "spec.encryptionAtRest", spec.encryptionAtRest() != null);
    return List.copyOf(paths);
  }

  private static void add(List<String> paths, String path, boolean askedFor) {
    if (askedFor) {
      paths.add(path);
    }
  }
}
