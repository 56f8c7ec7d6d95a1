package io.bloodraven.watcher.intake;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The watcher pods that are ready, this one among them. */
public final class WatcherPeers implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(WatcherPeers.class);

  private final String self;
  private final SharedIndexInformer<Pod> pods;

  /**
   * Begins to watch; returns at once.
   *
   * @param namespace of this pod
   * @param self name of this pod
   */
  public WatcherPeers(KubernetesClient client, String namespace, String self) {
    this.self = requireNonNull(self, "self");
    this.pods =
        client
            .pods()
            .inNamespace(namespace)
            .withLabel("app.kubernetes.io/name", "bloodraven")
            .withLabel("app.kubernetes.io/component", "watcher")
            .runnableInformer(0);
    pods.exceptionHandler((_, problem) -> {
      log.warn("watch over the watcher pods failed, will try again: {}", problem.toString());
      return true;
    });
    pods.start();
  }

  /** Their names; only this one's while the others are not known. */
  public Set<String> ready() {
    Set<String> names = new TreeSet<>();
    names.add(self);
    pods.getStore().list().stream()
        .filter(WatcherPeers::isReady)
        .map(pod -> pod.getMetadata().getName())
        .forEach(names::add);
    return names;
  }

  @Override
  public void close() {
    pods.stop();
  }

  private static boolean isReady(Pod pod) {
    return pod.getMetadata().getDeletionTimestamp() == null
        && pod.getStatus() != null
        && pod.getStatus().getConditions().stream()
            .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True"));
  }
}
