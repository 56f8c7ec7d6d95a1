package io.bloodraven.sidecar.lease;

/**
 * Who this sidecar is. The pod's UID is part of it: a successor of this pod is somebody else, for
 * it knows nothing of what this one promised.
 */
public record Self(String namespace, String group, String site, String podUid) {
  boolean isTarget(String namespace, String group, String site) {
    return isGroup(namespace, group) && this.site.equals(site);
  }

  boolean isGroup(String namespace, String group) {
    return this.namespace.equals(namespace) && this.group.equals(group);
  }
}
