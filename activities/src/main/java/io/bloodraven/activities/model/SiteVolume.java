package io.bloodraven.activities.model;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;

/** A site's data. The claim outlives the group: deleting a group deletes no data. */
public final class SiteVolume {
  private static final String SIZE = "storage";

  private SiteVolume() {}

  static PersistentVolumeClaim claim(SitePlan plan) {
    return new PersistentVolumeClaimBuilder()
        .withMetadata(plan.owner().outliving(plan.claimName(), plan.site()))
        .withNewSpec()
        .withAccessModes("ReadWriteOnce")
        .withStorageClassName(plan.storage().className())
        .withNewResources()
        .addToRequests(SIZE, new Quantity(plan.storage().size()))
        .endResources()
        .endSpec()
        .build();
  }

  /**
   * The claim as it can be applied over a live one: a claim's class and access modes are fixed when
   * it is made, and its size can only grow.
   */
  public static PersistentVolumeClaim over(
      PersistentVolumeClaim live, PersistentVolumeClaim desired) {
    return new PersistentVolumeClaimBuilder(desired)
        .editSpec()
        .withAccessModes(live.getSpec().getAccessModes())
        .withStorageClassName(live.getSpec().getStorageClassName())
        .editResources()
        .addToRequests(SIZE, larger(size(live), size(desired)))
        .endResources()
        .endSpec()
        .build();
  }

  /** Whether the live claim is all that can be had of the desired one. */
  public static boolean suffices(PersistentVolumeClaim live, PersistentVolumeClaim desired) {
    return larger(size(live), size(desired)).equals(size(live))
        && live.getMetadata()
            .getLabels()
            .entrySet()
            .containsAll(desired.getMetadata().getLabels().entrySet());
  }

  private static Quantity size(PersistentVolumeClaim claim) {
    return requireNonNull(
        claim.getSpec().getResources().getRequests().get(SIZE), "size of a claim");
  }

  private static Quantity larger(Quantity one, Quantity other) {
    return one.getNumericalAmount().compareTo(other.getNumericalAmount()) < 0 ? other : one;
  }
}
