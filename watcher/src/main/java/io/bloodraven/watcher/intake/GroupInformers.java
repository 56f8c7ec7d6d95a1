package io.bloodraven.watcher.intake;

import static java.util.Objects.requireNonNull;

import io.bloodraven.api.crd.MysqlFailoverGroup;
import io.bloodraven.api.group.GroupLabels;
import io.bloodraven.api.group.GroupRef;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the groups' resources and the objects that belong to them. Starts while the API is away,
 * and keeps trying; what was seen last stays true until it is back.
 */
public final class GroupInformers implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(GroupInformers.class);

  private final KubernetesClient client;
  private final String namespace;
  private final GroupListener listener;
  private final List<KindUnderWatch> kinds = new ArrayList<>();

  /**
   * @param namespace to watch, empty for all
   */
  public GroupInformers(KubernetesClient client, String namespace, GroupListener listener) {
    this.client = requireNonNull(client, "client");
    this.namespace = requireNonNull(namespace, "namespace");
    this.listener = requireNonNull(listener, "listener");
  }

  /** Begins to watch; returns at once. */
  public synchronized void start() {
    var groups = client.resources(MysqlFailoverGroup.class);
    run(
        MysqlFailoverGroup.class.getSimpleName(),
        (namespace.isEmpty() ? groups.inAnyNamespace() : groups.inNamespace(namespace))
            .runnableInformer(0),
        new Groups());
    for (ResourceDefinitionContext kind : OwnedKinds.ALL) {
      var owned = client.genericKubernetesResources(kind);
      run(
          kind.getKind(),
          (namespace.isEmpty() ? owned.inAnyNamespace() : owned.inNamespace(namespace))
              .withLabel(GroupLabels.GROUP)
              .runnableInformer(0),
          new Owned());
    }
    var pods = client.pods();
    run(
        "Pod",
        (namespace.isEmpty() ? pods.inAnyNamespace() : pods.inNamespace(namespace))
            .withLabel(GroupLabels.GROUP)
            .runnableInformer(0),
        new Pods());
  }

  /** Whether all groups that there are have been seen. Owned objects may come later. */
  public synchronized boolean groupsSeen() {
    return !kinds.isEmpty() && kinds.getFirst().seen();
  }

  /** Whether all that is watched has been seen, owned objects and pods too. */
  public synchronized boolean allSeen() {
    return groupsSeen() && kinds.stream().allMatch(KindUnderWatch::seenOrNotServed);
  }

  @Override
  public synchronized void close() {
    kinds.forEach(KindUnderWatch::close);
    kinds.clear();
  }

  private <T> void run(
      String kind, SharedIndexInformer<T> informer, ResourceEventHandler<T> handler) {
    informer.addEventHandler(handler);
    kinds.add(KindUnderWatch.start(kind, informer));
  }

  private final class Groups implements ResourceEventHandler<MysqlFailoverGroup> {
    @Override
    public void onAdd(MysqlFailoverGroup resource) {
      present(resource);
    }

    @Override
    public void onUpdate(MysqlFailoverGroup before, MysqlFailoverGroup after) {
      present(after);
    }

    @Override
    public void onDelete(MysqlFailoverGroup resource, boolean finalStateUnknown) {
      listener.gone(
          new GroupRef(resource.getMetadata().getNamespace(), resource.getMetadata().getName()));
    }

    private void present(MysqlFailoverGroup resource) {
      try {
        listener.present(GroupResource.read(resource));
      } catch (RuntimeException e) {
        // an informer that throws would end its thread, and with it the watch over all groups
        log.error(
            "group={}/{} resource cannot be read, its last readable state stays in force",
            resource.getMetadata().getNamespace(),
            resource.getMetadata().getName(),
            e);
      }
    }
  }

  private final class Owned implements ResourceEventHandler<GenericKubernetesResource> {
    @Override
    public void onAdd(GenericKubernetesResource resource) {
      // what is new was applied by the group's workflow
    }

    @Override
    public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource after) {
      if (Drift.between(before, after)) {
        drifted(after);
      }
    }

    @Override
    public void onDelete(GenericKubernetesResource resource, boolean finalStateUnknown) {
      drifted(resource);
    }
  }

  private final class Pods implements ResourceEventHandler<Pod> {
    @Override
    public void onAdd(Pod pod) {
      // its site's sidecar tells of it
    }

    @Override
    public void onUpdate(Pod before, Pod after) {
      if (RoleDrift.between(before, after)) {
        drifted(after);
      }
    }

    @Override
    public void onDelete(Pod pod, boolean finalStateUnknown) {
      // its Deployment makes another
    }
  }

  private void drifted(HasMetadata resource) {
    String group = resource.getMetadata().getLabels().get(GroupLabels.GROUP);
    if (group != null) {
      listener.drifted(
          new GroupRef(resource.getMetadata().getNamespace(), group),
          resource.getKind() + "/" + resource.getMetadata().getName());
    }
  }
}
