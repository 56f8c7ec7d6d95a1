package io.bloodraven.activities.model;

import io.bloodraven.api.group.GroupRef;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;

/**
 * The server's container. It has no probe of its own, on purpose: it lives exactly as long as
 * mysqld does, a slow start or a long recovery is no reason to kill it, and a server that lives
 * without answering is fenced by the sidecar, which knows whether it is open.
 */
final class MysqlContainer {
  private MysqlContainer() {}

  static Container of(SitePlan plan) {
    return new ContainerBuilder()
        .withName("mysql")
        .withImage(plan.image())
        .withCommand("/bin/sh", "/etc/bloodraven/config/start.sh")
        .addNewPort()
        .withName("mysql")
        .withContainerPort(GroupRef.MYSQL_PORT)
        .endPort()
        .withResources(plan.resources() == null ? smallest() : plan.resources())
        .withSecurityContext(security(plan))
        .withVolumeMounts(
            data(false),
            mount(SitePod.CONFIG, "/etc/bloodraven/config", true),
            operator(),
            mount(SitePod.MEMORY, ServerConfiguration.MEMORY, false),
            mount(SitePod.MYSQL_TMP, "/tmp", false))
        .build();
  }

  /** The server's part of the data volume. */
  static VolumeMount data(boolean readOnly) {
    VolumeMount mount = mount(SitePod.DATA, ServerConfiguration.MOUNT, readOnly);
    mount.setSubPath("mysql");
    return mount;
  }

  /** The operator account. */
  static VolumeMount operator() {
    return mount(SitePod.OPERATOR, "/etc/bloodraven/operator", true);
  }

  static VolumeMount mount(String volume, String path, boolean readOnly) {
    return new VolumeMountBuilder()
        .withName(volume)
        .withMountPath(path)
        .withReadOnly(readOnly ? true : null)
        .build();
  }

  /** What a container may do that needs nothing but its files. */
  static SecurityContext confined() {
    return new SecurityContextBuilder()
        .withAllowPrivilegeEscalation(false)
        .withReadOnlyRootFilesystem(true)
        .withNewCapabilities()
        .withDrop("ALL")
        .endCapabilities()
        .build();
  }

  private static SecurityContext security(SitePlan plan) {
    SecurityContext own = plan.pod().containerSecurity();
    return own == null ? confined() : own;
  }

  private static ResourceRequirements smallest() {
    return new ResourceRequirementsBuilder()
        .addToRequests("cpu", new Quantity("100m"))
        .addToRequests("memory", new Quantity("512Mi"))
        .build();
  }
}
