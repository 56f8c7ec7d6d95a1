package io.bloodraven.activities.model;

import io.bloodraven.api.group.GroupRef;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.List;

/** The sidecar's container: the one that opens and closes the server beside it. */
final class SidecarContainer {
  private static final String STATE = "/var/lib/bloodraven";
  private static final String CONTROL = "/etc/bloodraven/control";
  private static final String IDENTITY = "/var/run/secrets/kubernetes.io/serviceaccount";
  private static final long TOKEN_SECONDS = 3607;

  private SidecarContainer() {}

  static Container of(SitePlan plan) {
    return new ContainerBuilder()
        .withName("sidecar")
        .withImage(plan.sidecarImage())
        .withEnv(environment(plan))
        .addNewPort()
        .withName("control")
        .withContainerPort(GroupRef.SIDECAR_PORT)
        .endPort()
        .withResources(plan.sidecarResources() == null ? enough() : plan.sidecarResources())
        .withSecurityContext(security(plan))
        .withVolumeMounts(mounts())
        .withStartupProbe(probe("/health", 1, 60))
        // patient: a restart of the sidecar closes an open server
        .withLivenessProbe(probe("/health", 5, 6))
        // of the whole pod: the server answers
        .withReadinessProbe(probe("/ready", 1, 3))
        .build();
  }

  /** What the sidecar reaches the Kubernetes API with. */
  static Volume identity() {
    return new VolumeBuilder()
        .withName(SitePod.IDENTITY)
        .withNewProjected()
        .addNewSource()
        .withNewServiceAccountToken()
        .withPath("token")
        .withExpirationSeconds(TOKEN_SECONDS)
        .endServiceAccountToken()
        .endSource()
        .addNewSource()
        .withNewConfigMap()
        .withName("kube-root-ca.crt")
        .addNewItem()
        .withKey("ca.crt")
        .withPath("ca.crt")
        .endItem()
        .endConfigMap()
        .endSource()
        .addNewSource()
        .withNewDownwardAPI()
        .addNewItem()
        .withPath("namespace")
        .withNewFieldRef()
        .withFieldPath("metadata.namespace")
        .endFieldRef()
        .endItem()
        .endDownwardAPI()
        .endSource()
        .endProjected()
        .build();
  }

  private static List<EnvVar> environment(SitePlan plan) {
    return List.of(
        variable("BLOODRAVEN_NAMESPACE", plan.group().namespace()),
        variable("BLOODRAVEN_GROUP", plan.group().name()),
        variable("BLOODRAVEN_SITE", plan.site()),
        new EnvVarBuilder()
            .withName("POD_UID")
            .withNewValueFrom()
            .withNewFieldRef()
            .withFieldPath("metadata.uid")
            .endFieldRef()
            .endValueFrom()
            .build(),
        variable("BLOODRAVEN_LEASE_TIMEOUT_MS", Long.toString(plan.leaseTimeout().toMillis())),
        variable("BLOODRAVEN_PEER_INTERVAL_MS", Long.toString(plan.peerInterval().toMillis())),
        variable("BLOODRAVEN_STALL_TIMEOUT_MS", Long.toString(plan.stallTimeout().toMillis())),
        variable(
            "BLOODRAVEN_ELECTORATE_GRACE_MS", Long.toString(plan.electorateGrace().toMillis())),
        variable("BLOODRAVEN_TOKEN_FILE", CONTROL + "/token"),
        variable("BLOODRAVEN_OPERATOR_DIR", MysqlContainer.operator().getMountPath()),
        variable("BLOODRAVEN_STATE_DIR", STATE),
        variable("BLOODRAVEN_DATA_DIR", ServerConfiguration.DATA),
        variable("BLOODRAVEN_MYSQL_PORT", Integer.toString(GroupRef.MYSQL_PORT)),
        variable("BLOODRAVEN_NETWORK_GUARD", plan.networkGuard().text()));
  }

  /**
   * For the network guard {@code nft} alone gets the capability, from its file: the sidecar itself
   * runs as a user without any. That takes a container which may hand it on, and programs that may
   * gain what their files carry.
   */
  private static SecurityContext security(SitePlan plan) {
    SecurityContext confined = MysqlContainer.confined();
    if (!plan.mayAdministerNetwork()) {
      return confined;
    }
    return new SecurityContextBuilder(confined)
        .withAllowPrivilegeEscalation(true)
        .editCapabilities()
        .addToAdd("NET_ADMIN")
        .endCapabilities()
        .build();
  }

  private static EnvVar variable(String name, String value) {
    return new EnvVarBuilder().withName(name).withValue(value).build();
  }

  private static List<VolumeMount> mounts() {
    VolumeMount state = MysqlContainer.mount(SitePod.DATA, STATE, false);
    state.setSubPath("bloodraven");
    return List.of(
        state,
        // it reads the binary log of a server that died
        MysqlContainer.data(true),
        MysqlContainer.operator(),
        MysqlContainer.mount(SitePod.CONTROL, CONTROL, true),
        MysqlContainer.mount(SitePod.IDENTITY, IDENTITY, true),
        MysqlContainer.mount(SitePod.SIDECAR_TMP, "/tmp", false));
  }

  private static Probe probe(String path, int periodSeconds, int failures) {
    return new ProbeBuilder()
        .withNewHttpGet()
        .withPath(path)
        .withNewPort(GroupRef.SIDECAR_PORT)
        .endHttpGet()
        .withPeriodSeconds(periodSeconds)
        .withTimeoutSeconds(1)
        .withFailureThreshold(failures)
        .build();
  }

  private static ResourceRequirements enough() {
    return new ResourceRequirementsBuilder()
        .addToRequests("cpu", new Quantity("20m"))
        .addToRequests("memory", new Quantity("96Mi"))
        .addToLimits("memory", new Quantity("192Mi"))
        .build();
  }
}
