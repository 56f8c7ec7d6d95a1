package io.bloodraven.activities.dns;

import static java.util.Objects.requireNonNull;

import io.bloodraven.activities.kubernetes.KubernetesAccess;
import io.bloodraven.activities.model.GroupPlan;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a group's DNS record on its active site, through external-dns. */
public final class DnsRecord {
  private static final Logger LOG = LoggerFactory.getLogger(DnsRecord.class);

  private final KubernetesClient client;

  /** Over that client. */
  public DnsRecord(KubernetesClient client) {
    this.client = requireNonNull(client, "client");
  }

  /**
   * Points the record to {@code activeSite}. A cluster that does not know the kind has no
   * external-dns: the rest of the group does not wait for it.
   */
  public void point(GroupPlan plan, String activeSite) {
    DnsEndpoint.of(plan, activeSite)
        .ifPresent(endpoint -> {
          try {
            client
                .resource(endpoint)
                .fieldManager(KubernetesAccess.FIELD_MANAGER)
                .forceConflicts()
                .serverSideApply();
          } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
              throw e;
            }
            LOG.warn(
                "group={} site={} no DNS record: the cluster does not know {} {}",
                plan.group(),
                activeSite,
                DnsEndpoint.API_VERSION,
                DnsEndpoint.KIND);
          }
        });
  }
}
