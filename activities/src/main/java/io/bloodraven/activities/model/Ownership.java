package io.bloodraven.activities.model;

import static java.util.Objects.requireNonNull;

import io.bloodraven.api.group.GroupLabels;
import io.bloodraven.api.group.GroupRef;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.List;
import java.util.Map;

/**
 * The resource that a group's objects belong to.
 *
 * @param apiVersion of the resource
 * @param kind of the resource
 * @param uid of this very resource, not of an earlier one of the same name
 */
public record Ownership(GroupRef group, String apiVersion, String kind, String uid) {
  public Ownership {
    requireNonNull(group, "group");
    requireNonNull(apiVersion, "apiVersion");
    requireNonNull(kind, "kind");
    requireNonNull(uid, "uid");
  }

  /** Metadata of an object of the whole group, which goes when the group goes. */
  public ObjectMeta ofGroup(String name) {
    return owned(name, GroupLabels.onGroup(group));
  }

  /** Metadata of an object of a site, which goes when the group goes. */
  public ObjectMeta ofSite(String name, String site) {
    return owned(name, GroupLabels.onSite(group, site));
  }

  /** Metadata of an object of a site that stays when the group goes. */
  public ObjectMeta outliving(String name, String site) {
    return metadata(name, GroupLabels.onSite(group, site));
  }

  private ObjectMeta owned(String name, Map<String, String> labels) {
    ObjectMeta metadata = metadata(name, labels);
    metadata.setOwnerReferences(List.of(reference()));
    return metadata;
  }

  private ObjectMeta metadata(String name, Map<String, String> labels) {
    return new ObjectMetaBuilder()
        .withNamespace(group.namespace())
        .withName(name)
        .withLabels(labels)
        .build();
  }

  private OwnerReference reference() {
    return new OwnerReferenceBuilder()
        .withApiVersion(apiVersion)
        .withKind(kind)
        .withName(group.name())
        .withUid(uid)
        .withController(true)
        .build();
  }
}
