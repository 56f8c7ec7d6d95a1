package io.bloodraven.activities.dns;

import io.bloodraven.activities.model.GroupPlan;
import io.bloodraven.activities.model.GroupPlan.DnsPlan;
import io.bloodraven.activities.model.Ownership;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The object by which external-dns is told where a group's host name points. */
public final class DnsEndpoint {
  /** Group and version of the object. */
  public static final String API_VERSION = "externaldns.k8s.io/v1alpha1";

  /** Kind of the object. */
  public static final String KIND = "DNSEndpoint";

  private DnsEndpoint() {}

  /**
   * The object that points to {@code activeSite}; empty when the group wants no record, or the site
   * has no address: then an earlier record is better than none.
   */
  public static Optional<GenericKubernetesResource> of(GroupPlan plan, String activeSite) {
    return plan.record()
        .flatMap(dns ->
            Optional.ofNullable(dns.addresses().get(activeSite))
                .map(address -> of(plan.owner(), dns, address)));
  }

  private static GenericKubernetesResource of(Ownership owner, DnsPlan dns, String address) {
    return new GenericKubernetesResourceBuilder()
        .withApiVersion(API_VERSION)
        .withKind(KIND)
        .withMetadata(owner.ofGroup(owner.group().objectName()))
        .withAdditionalProperties(
            Map.of(
                "spec",
                Map.of(
                    "endpoints",
                    List.of(
                        Map.of(
                            "dnsName", dns.hostname(),
                            "recordTTL", dns.ttlSeconds(),
                            "recordType", address.indexOf(':') < 0 ? "A" : "AAAA",
                            "targets", List.of(address))))))
        .build();
  }
}
