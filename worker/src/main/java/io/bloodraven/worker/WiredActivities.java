package io.bloodraven.worker;

import io.bloodraven.activities.attempt.TemporalAttempt;
import io.bloodraven.activities.failover.FailoverSteps;
import io.bloodraven.activities.failover.Rehearsal;
import io.bloodraven.activities.kubernetes.ControlTokens;
import io.bloodraven.activities.kubernetes.Credentials;
import io.bloodraven.activities.kubernetes.KubernetesAccess;
import io.bloodraven.activities.kubernetes.KubernetesCredentials;
import io.bloodraven.activities.kubernetes.KubernetesGroupActivities;
import io.bloodraven.activities.kubernetes.KubernetesRoutingActivities;
import io.bloodraven.activities.kubernetes.ManagedGroups;
import io.bloodraven.activities.model.GroupPlanner;
import io.bloodraven.activities.mysql.DatabaseUsers;
import io.bloodraven.activities.mysql.MysqlAddresses;
import io.bloodraven.activities.mysql.OperatorSessions;
import io.bloodraven.activities.repair.RepairSteps;
import io.bloodraven.activities.sidecar.SidecarClient;
import io.bloodraven.api.group.GroupRef;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.util.List;

/** Every activity, put together for a worker inside a cluster. */
final class WiredActivities implements AutoCloseable {
  private final KubernetesClient client = KubernetesAccess.open();
  private final OperatorSessions sessions;
  private final List<Object> all;
  private final Rehearsal rehearsal;

  WiredActivities(WorkerSettings settings) {
    Credentials credentials = new KubernetesCredentials(client, System::nanoTime);
    SidecarClient sidecars = new SidecarClient(credentials, GroupRef::sidecarUrl);
    sessions = new OperatorSessions(credentials, MysqlAddresses.INTERNAL_SERVICES);
    GroupPlanner planner = new GroupPlanner(settings.sidecarImage());
    KubernetesRoutingActivities routing = new KubernetesRoutingActivities(client, planner);
    rehearsal =
        new Rehearsal(
            new ManagedGroups(client, settings.watchNamespace()), routing, sidecars, sessions);
    all =
        List.of(
            new FailoverSteps(sidecars, sessions, TemporalAttempt::current),
            new RepairSteps(sidecars, sessions, credentials, TemporalAttempt::current),
            routing,
            new KubernetesGroupActivities(
                client,
                planner,
                new DatabaseUsers(credentials, sessions),
                new ControlTokens(),
                Clock.systemUTC()));
  }

  List<Object> all() {
    return all;
  }

  /** Goes through a failover with the same clients, changing nothing. */
  Rehearsal rehearsal() {
    return rehearsal;
  }

  @Override
  public void close() {
    sessions.close();
    client.close();
  }
}
