package io.bloodraven.playground.nemesis;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.ContainerResource;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What the cluster tells: logs of all containers, the lives before the last too, and Events. */
final class ClusterStory {
  private final KubernetesClient client;
  private final List<String> namespaces;

  ClusterStory(KubernetesClient client, List<String> namespaces) {
    this.client = client;
    this.namespaces = List.copyOf(namespaces);
  }

  List<Happening> since(Instant start) {
    List<Happening> story = new ArrayList<>();
    for (String namespace : namespaces) {
      for (Pod pod : client.pods().inNamespace(namespace).list().getItems()) {
        for (ContainerStatus container : pod.getStatus().getContainerStatuses()) {
          story.addAll(log(pod, container, start));
        }
      }
      client.v1().events().inNamespace(namespace).list().getItems().stream()
          .flatMap(ClusterStory::happening)
          .filter(happening -> !happening.at().isBefore(start))
          .forEach(story::add);
    }
    return story;
  }

  private List<Happening> log(Pod pod, ContainerStatus status, Instant start) {
    String name = pod.getMetadata().getName();
    ContainerResource container =
        client
            .pods()
            .inNamespace(pod.getMetadata().getNamespace())
            .withName(name)
            .inContainer(status.getName());
    String log = "";
    try {
      if (status.getRestartCount() > 0) {
        log = container.usingTimestamps().terminated().getLog();
      }
      log += container.usingTimestamps().sinceTime(start.toString()).getLog();
    } catch (KubernetesClientException gone) {
      log += Instant.now() + " (its log cannot be read: " + gone.getMessage() + ")\n";
    }
    return log.lines()
        .flatMap(line -> line(name + "/" + status.getName(), line))
        .filter(happening -> !happening.at().isBefore(start))
        .toList();
  }

  private static Stream<Happening> line(String source, String line) {
    int blank = line.indexOf(' ');
    if (blank < 0) {
      return Stream.empty();
    }
    try {
      return Stream.of(
          new Happening(
              Instant.parse(line.substring(0, blank)), source + " " + line.substring(blank + 1)));
    } catch (DateTimeParseException continued) {
      return Stream.empty();
    }
  }

  private static Stream<Happening> happening(Event event) {
    String time = event.getEventTime() != null ? event.getEventTime().getTime() : null;
    if (time == null) {
      time = event.getLastTimestamp();
    }
    return time == null
        ? Stream.empty()
        : Stream.of(
            new Happening(
                Instant.parse(time),
                "event %s %s: %s"
                    .formatted(
                        event.getInvolvedObject().getName(),
                        event.getReason(),
                        event.getMessage())));
  }
}
