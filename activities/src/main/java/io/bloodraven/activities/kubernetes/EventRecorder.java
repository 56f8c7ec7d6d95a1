package io.bloodraven.activities.kubernetes;

import static java.util.Objects.requireNonNull;

import io.bloodraven.workflows.group.GroupEvent;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/** Events on a group's resource. What was said before is counted, not said again. */
final class EventRecorder {
  private static final int LONGEST = 1024;
  private static final String COMPONENT = "bloodraven";

  private final KubernetesClient client;
  private final InstantSource clock;

  EventRecorder(KubernetesClient client, InstantSource clock) {
    this.client = requireNonNull(client, "client");
    this.clock = requireNonNull(clock, "clock");
  }

  void record(HasMetadata about, GroupEvent event) {
    Event first = first(about, event);
    Event known = client.resource(first).get();
    if (known == null) {
      try {
        client.resource(first).create();
        return;
      } catch (KubernetesClientException e) {
        if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
          throw e;
        }
        known = client.resource(first).require();
      }
    }
    client
        .resource(
            new EventBuilder(known)
                .withCount(1 + Objects.requireNonNullElse(known.getCount(), 1))
                .withLastTimestamp(first.getLastTimestamp())
                .build())
        .update();
  }

  private Event first(HasMetadata about, GroupEvent event) {
    String now =
        DateTimeFormatter.ISO_INSTANT.format(
            clock.instant().atOffset(ZoneOffset.UTC).truncatedTo(ChronoUnit.SECONDS));
    String message = shortened(event.message());
    return new EventBuilder()
        .withNewMetadata()
        .withNamespace(about.getMetadata().getNamespace())
        .withName(name(about, event.reason(), message))
        .endMetadata()
        .withNewInvolvedObject()
        .withApiVersion(about.getApiVersion())
        .withKind(about.getKind())
        .withNamespace(about.getMetadata().getNamespace())
        .withName(about.getMetadata().getName())
        .withUid(about.getMetadata().getUid())
        .endInvolvedObject()
        .withType(event.warning() ? "Warning" : "Normal")
        .withReason(event.reason())
        .withMessage(message)
        .withNewSource()
        .withComponent(COMPONENT)
        .endSource()
        .withReportingComponent(COMPONENT)
        .withCount(1)
        .withFirstTimestamp(now)
        .withLastTimestamp(now)
        .build();
  }

  /** The same for the same words about the same resource. */
  private static String name(HasMetadata about, String reason, String message) {
    int hash = Objects.hash(about.getMetadata().getUid(), reason, message);
    return "%s.%s.%08x".formatted(about.getMetadata().getName(), "bloodraven", hash);
  }

  private static String shortened(String message) {
    return message.length() <= LONGEST ? message : message.substring(0, LONGEST - 1) + "…";
  }
}
