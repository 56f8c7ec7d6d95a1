package io.bloodraven.activities.failover;

import static java.util.Objects.requireNonNull;

import io.bloodraven.activities.kubernetes.KubernetesRoutingActivities;
import io.bloodraven.activities.kubernetes.ManagedGroups;
import io.bloodraven.activities.mysql.OperatorSessions;
import io.bloodraven.activities.mysql.ReplicationChannel;
import io.bloodraven.activities.mysql.ServerGtids;
import io.bloodraven.activities.sidecar.RelayedSidecars;
import io.bloodraven.activities.sidecar.SidecarClient;
import io.bloodraven.api.group.GroupRef;
import io.bloodraven.workflows.failover.Assessment.SiteAnswer;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Goes through what a failover reads, at every group, and through its changes of labels as a dry
 * run; it changes nothing. A failover comes perhaps once in a year: without this it would be the
 * first time that this process connects, logs in and loads the code, which takes seconds; with it
 * connections are open and the code is compiled. Neither Temporal nor a database hears more of it
 * than a few reads.
 */
public final class Rehearsal {
  private static final Duration LIMIT = Duration.ofSeconds(2);

  /** No epoch, and no site to fence: only questions are asked. */
  private static final long NO_EPOCH = 0;

  private final ManagedGroups groups;
  private final KubernetesRoutingActivities routing;
  private final OperatorSessions sessions;
  private final Assess assess;

  /** Rehearses with the same clients that a failover uses. */
  public Rehearsal(
      ManagedGroups groups,
      KubernetesRoutingActivities routing,
      SidecarClient sidecars,
      OperatorSessions sessions) {
    this.groups = requireNonNull(groups, "groups");
    this.routing = requireNonNull(routing, "routing");
    this.sessions = requireNonNull(sessions, "sessions");
    this.assess = new Assess(new RelayedSidecars(sidecars), sessions);
  }

  /**
   * Rehearses once at each group. What does not answer is passed over: it is not for a rehearsal to
   * complain.
   *
   * @return how many sites answered
   */
  public int run() {
    Map<GroupRef, List<String>> all;
    try {
      all = groups.sitesByGroup();
    } catch (KubernetesClientException unanswered) {
      return 0;
    }
    return all.entrySet().stream()
        .mapToInt(entry -> rehearse(entry.getKey(), entry.getValue()))
        .sum();
  }

  private int rehearse(GroupRef group, List<String> sites) {
    List<String> answering =
        assess.run(group, sites, "", NO_EPOCH).sites().stream()
            .filter(SiteAnswer::mysqlAnswers)
            .map(SiteAnswer::site)
            .toList();
    answering.forEach(site -> look(group, site));
    try {
      routing.rehearse(group);
    } catch (KubernetesClientException unanswered) {
      // a failover would see the same
    }
    return answering.size();
  }

  private void look(GroupRef group, String site) {
    try {
      sessions.call(
          group,
          site,
          LIMIT,
          session ->
              ReplicationChannel.read(session).isPresent()
                  && ServerGtids.read(session).isDrained());
    } catch (SQLException unanswered) {
      // a failover would see the same
    }
  }
}
