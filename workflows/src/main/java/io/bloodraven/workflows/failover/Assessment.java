package io.bloodraven.workflows.failover;

import io.bloodraven.api.health.Heartbeat;
import io.bloodraven.api.lease.FenceReply;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Every site as it answered just now.
 *
 * @param fence answer of the old primary to fence-if-dead, null when it did not answer
 */
public record Assessment(List<SiteAnswer> sites, @Nullable FenceReply fence) {
  public Assessment {
    sites = List.copyOf(sites);
  }

  /**
   * One site.
   *
   * @param heartbeat fresh answer of its sidecar, null when there was none
   * @param relayedBy site through which the answer came, empty when it came directly
   * @param mysqlAnswers whether its mysqld answered the worker's own probe
   */
  public record SiteAnswer(
      String site, @Nullable Heartbeat heartbeat, String relayedBy, boolean mysqlAnswers) {}
}
