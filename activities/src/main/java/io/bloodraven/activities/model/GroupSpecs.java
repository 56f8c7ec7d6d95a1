package io.bloodraven.activities.model;

import io.bloodraven.api.crd.Durations;
import io.bloodraven.api.crd.MysqlFailoverGroup;
import io.bloodraven.api.crd.MysqlFailoverGroupSpec;
import io.bloodraven.api.crd.Policies.SidecarSettings;
import io.bloodraven.api.group.GroupRef;
import io.bloodraven.api.group.GroupSpec;
import io.bloodraven.api.group.SiteSpec;
import java.time.Duration;

/** From the resource that a user wrote to what decisions need of it. */
public final class GroupSpecs {
  private static final Duration SHORTEST_SILENCE = Duration.ofMillis(2500);

  private GroupSpecs() {}

  /** The part of the resource that decisions need. */
  public static GroupSpec of(MysqlFailoverGroup group) {
    MysqlFailoverGroupSpec spec = group.getSpec();
    return new GroupSpec(
        new GroupRef(group.getMetadata().getNamespace(), group.getMetadata().getName()),
        group.getMetadata().getGeneration(),
        spec.sites().stream().map(site -> new SiteSpec(site.name(), site.role())).toList(),
        spec.splitBrainPolicy().sitePriorities(),
        Durations.parse(spec.sidecar().leaseTimeout()),
        silenceThreshold(spec.sidecar()),
        Durations.parse(spec.failoverCooldown()),
        Durations.parse(spec.maxLossWait()));
  }

  private static Duration silenceThreshold(SidecarSettings sidecar) {
    if (sidecar.silenceThreshold() != null) {
      return Durations.parse(sidecar.silenceThreshold());
    }
    Duration half = Durations.parse(sidecar.leaseTimeout()).dividedBy(2);
    return half.compareTo(SHORTEST_SILENCE) < 0 ? SHORTEST_SILENCE : half;
  }
}
