package io.bloodraven.activities.model;

import io.bloodraven.api.group.GroupRef;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import java.util.List;

/** Who the sidecars of a group are to the Kubernetes API: they may use its one Lease. */
final class SidecarAccess {
  private static final String RBAC = "rbac.authorization.k8s.io";

  private SidecarAccess() {}

  static String accountName(GroupRef group) {
    return group.objectName();
  }

  static List<HasMetadata> objects(Ownership owner) {
    GroupRef group = owner.group();
    String name = accountName(group);
    return List.of(
        new ServiceAccountBuilder().withMetadata(owner.ofGroup(name)).build(),
        new RoleBuilder()
            .withMetadata(owner.ofGroup(name))
            .addNewRule()
            .withApiGroups("coordination.k8s.io")
            .withResources("leases")
            .withResourceNames(group.objectName())
            .withVerbs("get", "list", "watch", "update")
            .endRule()
            // a holder whose Lease was deleted writes it again; create knows no names
            .addNewRule()
            .withApiGroups("coordination.k8s.io")
            .withResources("leases")
            .withVerbs("create")
            .endRule()
            .build(),
        new RoleBindingBuilder()
            .withMetadata(owner.ofGroup(name))
            .withNewRoleRef(RBAC, "Role", name)
            .addNewSubject()
            .withKind("ServiceAccount")
            .withName(name)
            .withNamespace(group.namespace())
            .endSubject()
            .build());
  }
}
