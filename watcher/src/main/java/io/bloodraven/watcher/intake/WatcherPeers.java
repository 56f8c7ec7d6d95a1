package io.bloodraven.watcher.intake;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The watchers that are ready and answer, this one among them. Ready alone does not tell: a pod
 * stays so for most of a minute after its node fell silent.
 */
public final class WatcherPeers implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(WatcherPeers.class);

  private static final long ASK_MILLIS = 2_000;

  private final String self;
  private final SharedIndexInformer<Pod> pods;
  private final AnsweringPeers answering = new AnsweringPeers();
  private final ScheduledExecutorService asking =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("watcher peers").factory());

  /**
   * Begins to watch and to ask; returns at once.
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
    var _ = asking.scheduleWithFixedDelay(this::ask, 0, ASK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Their names; only this one's while the others are not known. */
  public Set<String> present() {
    Set<String> names = new TreeSet<>();
    names.add(self);
    ready().map(WatcherPeers::name).filter(answering::answers).forEach(names::add);
    return names;
  }

  private void ask() {
    try {
      Map<String, URI> others = new HashMap<>();
      ready()
          .filter(pod -> !name(pod).equals(self))
          .forEach(pod -> health(pod).ifPresent(address -> others.put(name(pod), address)));
      answering.ask(others);
    } catch (RuntimeException e) {
      // the executor would end with it, and nobody would be asked any more
      log.error("the other watchers were not asked", e);
    }
  }

  private static Optional<URI> health(Pod pod) {
    String ip = pod.getStatus().getPodIP();
    if (ip == null) {
      return Optional.empty();
    }
    String host = ip.contains(":") ? "[" + ip + "]" : ip;
    return pod.getSpec().getContainers().stream()
        .flatMap(container -> container.getPorts().stream())
        .filter(port -> "http".equals(port.getName()))
        .map(port -> URI.create("http://" + host + ":" + port.getContainerPort() + "/healthz"))
        .findFirst();
  }

  @Override
  public void close() {
    asking.shutdownNow();
    answering.close();
    pods.stop();
  }

  private Stream<Pod> ready() {
    return pods.getStore().list().stream().filter(WatcherPeers::isReady);
  }

  private static String name(Pod pod) {
    return pod.getMetadata().getName();
  }

  private static boolean isReady(Pod pod) {
    return pod.getMetadata().getDeletionTimestamp() == null
        && pod.getStatus() != null
        && pod.getStatus().getConditions().stream()
            .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True"));
  }
}
