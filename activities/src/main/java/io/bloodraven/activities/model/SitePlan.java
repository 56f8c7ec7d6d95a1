package io.bloodraven.activities.model;

import static java.util.Objects.requireNonNull;

import io.bloodraven.api.group.GroupRef;
import io.bloodraven.api.group.NetworkGuard;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.SecurityContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One site as it is to be built: the group's settings with the site's own laid over them.
 *
 * @param serverId unlike that of every other site
 * @param zone only nodes of this zone will do, null when any will
 * @param operatorSecret name of the Secret with the operator account
 * @param mysqlConf options for the server, by name
 * @param leaseTimeout L of the write lease
 * @param peerInterval how often peers are asked to vouch
 * @param stallTimeout how long the server may take no write before it counts as stalled
 * @param electorateGrace how long a peer may fail to vouch before the electorate is without it
 * @param networkGuard whether the sidecar guards the server's port
 * @param mayAdministerNetwork whether the sidecar's container asks for what that takes
 */
public record SitePlan(
    Ownership owner,
    String site,
    long serverId,
    String image,
    String sidecarImage,
    @Nullable String zone,
    String operatorSecret,
    Map<String, String> mysqlConf,
    Storage storage,
    @Nullable ResourceRequirements resources,
    @Nullable ResourceRequirements sidecarResources,
    Duration leaseTimeout,
    Duration peerInterval,
    Duration stallTimeout,
    Duration electorateGrace,
    NetworkGuard networkGuard,
    boolean mayAdministerNetwork,
    PodExtras pod,
    ServiceExtras service) {
  public SitePlan {
    requireNonNull(owner, "owner");
    requireNonNull(site, "site");
    mysqlConf = Map.copyOf(mysqlConf);
  }

  /** The group it belongs to. */
  public GroupRef group() {
    return owner.group();
  }

  /** Name of the Deployment and the client Service. */
  String objectName() {
    return group().siteObjectName(site);
  }

  /** Name of the volume claim. */
  String claimName() {
    return objectName() + "-data";
  }

  /** Name of the ConfigMap. */
  String configName() {
    return objectName() + "-config";
  }

  /**
   * The volume.
   *
   * @param className storage class, null for the cluster's default
   * @param size as Kubernetes writes quantities
   */
  public record Storage(@Nullable String className, String size) {}

  /** What the user adds to the pod. */
  public record PodExtras(
      Map<String, String> labels,
      Map<String, String> annotations,
      List<Container> containers,
      List<Container> initContainers,
      @Nullable PodSecurityContext podSecurity,
      @Nullable SecurityContext containerSecurity,
      long terminationGraceSeconds) {
    public PodExtras {
      labels = Map.copyOf(labels);
      annotations = Map.copyOf(annotations);
      containers = List.copyOf(containers);
      initContainers = List.copyOf(initContainers);
    }
  }

  /**
   * What the user adds to the client Service.
   *
   * @param type null for ClusterIP
   */
  public record ServiceExtras(
      Map<String, String> labels, Map<String, String> annotations, @Nullable String type) {
    public ServiceExtras {
      labels = Map.copyOf(labels);
      annotations = Map.copyOf(annotations);
    }
  }
}
