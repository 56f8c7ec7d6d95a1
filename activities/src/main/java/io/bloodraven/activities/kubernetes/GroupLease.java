package io.bloodraven.activities.kubernetes;

import static java.util.Objects.requireNonNullElse;

import io.bloodraven.api.group.GroupRef;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Optional;

/** A group's Lease: who may be open, by the API server's own word. Sidecars alone write it. */
final class GroupLease {
  private final KubernetesClient client;

  GroupLease(KubernetesClient client) {
    this.client = client;
  }

  /**
   * What it says.
   *
   * @param holder {@code site/pod UID}, empty while nobody holds it
   * @param epoch 0 while nobody has held it
   */
  record Entry(String holder, long epoch) {
    static final Entry NOBODY = new Entry("", 0);

    boolean names(String site) {
      return holder.startsWith(site + "/");
    }
  }

  /** As it is now; empty when there is none. */
  Optional<Entry> read(GroupRef group) {
    return Optional.ofNullable(
            client.leases().inNamespace(group.namespace()).withName(group.objectName()).get())
        .map(lease -> requireNonNullElse(lease.getSpec(), new LeaseSpec()))
        .map(spec ->
            new Entry(
                requireNonNullElse(spec.getHolderIdentity(), ""),
                requireNonNullElse(spec.getLeaseTransitions(), 0)));
  }
}
