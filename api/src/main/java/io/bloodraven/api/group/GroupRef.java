package io.bloodraven.api.group;

import static java.util.Objects.requireNonNull;

/**
 * Which failover group, and the names of everything that belongs to it. Names are fixed for the
 * life of a group: clients, manifests and running sidecars depend on them.
 */
public record GroupRef(String namespace, String name) {
  /** The port of every mysqld. */
  public static final int MYSQL_PORT = 3306;

  /** The port of every sidecar. */
  public static final int SIDECAR_PORT = 8080;

  public GroupRef {
    requireNonNull(namespace, "namespace");
    requireNonNull(name, "name");
  }

  /** Id of the group's entity workflow. */
  public String workflowId() {
    return "failover-group:" + this;
  }

  /** Id of the failover that opens {@code epoch}; one per epoch. */
  public String failoverWorkflowId(long epoch) {
    return "failover:" + this + "/" + epoch;
  }

  /** Lease and PodDisruptionBudget, and the prefix of every other object. */
  public String objectName() {
    return "mysql-" + name;
  }

  /** Deployment and client Service of a site. */
  public String siteObjectName(String site) {
    return objectName() + "-" + site;
  }

  /** Service of a site for Bloodraven's own use: MySQL and sidecar, also while not ready. */
  public String internalServiceName(String site) {
    return siteObjectName(site) + "-internal";
  }

  /** Host name by which sidecars, workers, watchers and replicas reach a site. */
  public String internalHost(String site) {
    return internalServiceName(site) + "." + namespace + ".svc";
  }

  /** Base URL of a site's sidecar. */
  public String sidecarUrl(String site) {
    return "http://" + internalHost(site) + ":" + SIDECAR_PORT;
  }

  /** Service of whoever is open for writes. */
  public String primaryServiceName() {
    return objectName() + "-primary";
  }

  /** Service of the healthy replicas. */
  public String replicasServiceName() {
    return objectName() + "-replicas";
  }

  /** Secret that holds the control token, under the key {@code token}. */
  public String controlSecretName() {
    return objectName() + "-control";
  }

  /** {@code namespace/name}. */
  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
