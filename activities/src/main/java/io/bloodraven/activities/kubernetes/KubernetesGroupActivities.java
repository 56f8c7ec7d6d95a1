package io.bloodraven.activities.kubernetes;

import static java.util.Objects.requireNonNull;

import io.bloodraven.activities.dns.DnsRecord;
import io.bloodraven.activities.model.GroupObjects;
import io.bloodraven.activities.model.GroupPlan;
import io.bloodraven.activities.model.GroupPlanner;
import io.bloodraven.activities.model.NamespacePrivileges;
import io.bloodraven.api.crd.MysqlFailoverGroup;
import io.bloodraven.api.group.GroupRef;
import io.bloodraven.api.group.GroupSpec;
import io.bloodraven.workflows.group.DecidedStatus;
import io.bloodraven.workflows.group.GroupActivities;
import io.bloodraven.workflows.group.GroupEvent;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What the entity workflow does to Kubernetes. A group that is gone needs nothing any more. */
public final class KubernetesGroupActivities implements GroupActivities {
  private static final String NOT_RESIZED = "VolumeNotResized";

  private final GroupResources groups;
  private final Namespaces namespaces;
  private final GroupPlanner planner;
  private final ObjectApplier objects;
  private final MountedSecrets secrets;
  private final DnsRecord dns;
  private final Finalizer finalizer;
  private final GroupLease lease;
  private final RemovedSites removed;
  private final NodeTaints taints;
  private final StatusWriter statuses;
  private final EventRecorder events;
  private final Supplier<String> newToken;
  private final UserProvisioner users;

  /**
   * Activities over one client.
   *
   * @param newToken makes control tokens that nobody can guess
   */
  public KubernetesGroupActivities(
      KubernetesClient client,
      GroupPlanner planner,
      UserProvisioner users,
      Supplier<String> newToken,
      InstantSource clock) {
    this.groups = new GroupResources(client);
    this.namespaces = new Namespaces(client);
    this.planner = requireNonNull(planner, "planner");
    this.objects = new ObjectApplier(client);
    this.secrets = new MountedSecrets(client);
    this.dns = new DnsRecord(client);
    this.finalizer = new Finalizer(client);
    this.lease = new GroupLease(client);
    this.removed = new RemovedSites(client, lease);
    this.taints = new NodeTaints(client);
    this.statuses = new StatusWriter(client, clock);
    this.events = new EventRecorder(client, clock);
    this.newToken = requireNonNull(newToken, "newToken");
    this.users = requireNonNull(users, "users");
  }

  @Override
  public Optional<GroupSpec> readSpec(GroupRef group) {
    return groups.read(group).map(MysqlFailoverGroup::groupSpec);
  }

  @Override
  public List<String> applyObjects(GroupRef group, String activeSite) {
    Optional<MysqlFailoverGroup> read = present(group);
    if (read.isEmpty()) {
      return List.of();
    }
    MysqlFailoverGroup resource = read.get();
    GroupPlan plan = planner.plan(resource, namespaces.privileges(group));
    finalizer.add(plan);
    objects.create(GroupObjects.controlToken(plan.owner(), newToken.get()));
    objects.create(GroupObjects.lease(plan));
    GroupObjects.beforePods(plan).forEach(objects::apply);
    GroupObjects.volumes(plan).stream()
        .flatMap(volume -> objects.applyVolume(volume).stream())
        .forEach(why -> events.record(resource, new GroupEvent(true, NOT_RESIZED, why)));
    GroupObjects.pods(plan).forEach(objects::apply);
    dns.point(plan, activeSite);
    if (!activeSite.isEmpty()) {
      taints.settle(group, plan.taintedNodes(), activeSite);
    }
    List<String> leftovers = removed.find(plan);
    // last: an attempt that fails and is made again has not told it yet
    secrets.troubles(plan).forEach(event -> events.record(resource, event));
    return leftovers;
  }

  @Override
  public List<String> removeSites(GroupRef group, String activeSite) {
    Optional<MysqlFailoverGroup> read = present(group);
    if (read.isEmpty()) {
      return List.of();
    }
    GroupPlan plan = planner.plan(read.get(), NamespacePrivileges.REFUSED);
    removed.remove(plan, activeSite);
    return removed.find(plan);
  }

  private Optional<MysqlFailoverGroup> present(GroupRef group) {
    return groups.read(group).filter(resource -> !resource.isMarkedForDeletion());
  }

  @Override
  public void ensureUsers(GroupRef group, String activeSite) {
    users.ensureUsers(group, activeSite);
  }

  @Override
  public void writeStatus(GroupRef group, DecidedStatus status) {
    groups.read(group).ifPresent(resource -> statuses.write(resource, status));
  }

  @Override
  public void recordEvent(GroupRef group, GroupEvent event) {
    groups.read(group).ifPresent(resource -> events.record(resource, event));
  }

  @Override
  public boolean reigns(GroupRef group, String site, long epoch) {
    GroupLease.Entry entry =
        lease
            .read(group)
            .orElseThrow(() -> new IllegalStateException(group + ": there is no Lease just now"));
    return entry.names(site) && entry.epoch() == epoch;
  }

  @Override
  public boolean isLeaving(GroupRef group) {
    return present(group).isEmpty();
  }

  @Override
  public boolean release(GroupRef group) {
    if (!isLeaving(group)) {
      return true;
    }
    taints.remove(group);
    // one that has come since, by the same name, keeps its own
    groups.read(group).filter(MysqlFailoverGroup::isMarkedForDeletion).ifPresent(finalizer::remove);
    return !isLeaving(group);
  }
}
