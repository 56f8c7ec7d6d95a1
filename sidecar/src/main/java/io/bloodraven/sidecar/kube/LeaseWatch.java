package io.bloodraven.sidecar.kube;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.ob.JSON;
import io.bloodraven.sidecar.lease.LeaseEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Hears of changes of the Lease at once. A watch without a start version begins with the object as
 * it is; each ends after a short while and is begun anew, so that one whose peer vanished does not
 * last. When it fails, the Lease is read instead.
 */
public final class LeaseWatch implements AutoCloseable {
  private static final int SECONDS = 25;
  private static final Duration BEGIN_LIMIT = Duration.ofSeconds(3);
  private static final Duration LIMIT = Duration.ofSeconds(SECONDS + 5);
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final int MOST_CHARACTERS = 1 << 20;

  private final KubeApi api;
  private final LeaseClient client;
  private final Consumer<LeaseEvent> listener;
  private final Thread thread;

  public LeaseWatch(KubeApi api, LeaseClient client, Consumer<LeaseEvent> listener) {
    this.api = api;
    this.client = client;
    this.listener = listener;
    thread = Thread.ofVirtual().name("lease-watch").unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        try {
          watch();
        } catch (IOException e) {
          client.read();
          Thread.sleep(PAUSE);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void watch() throws IOException, InterruptedException {
    HttpResponse<InputStream> response = api.stream(client.watchPath(SECONDS), BEGIN_LIMIT);
    try (InputStream body = response.body()) {
      if (response.statusCode() != 200) {
        throw new IOException("watch answered " + response.statusCode());
      }
      Thread guard = closeAfterLimit(body);
      try (BufferedReader lines = new BufferedReader(new InputStreamReader(body, UTF_8))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          take(line);
        }
      } finally {
        guard.interrupt();
      }
    }
  }

  private static Thread closeAfterLimit(InputStream body) {
    return Thread.ofVirtual()
        .start(() -> {
          try (body) {
            Thread.sleep(LIMIT);
          } catch (InterruptedException | IOException e) {
            // ended by itself in time, or closed already
          }
        });
  }

  private void take(String line) throws IOException {
    if (line.length() > MOST_CHARACTERS) {
      throw new IOException("watch event of " + line.length() + " characters");
    }
    Map<String, Object> event = JSON.std.mapFrom(line);
    String type = String.valueOf(event.get("type"));
    if (type.equals("DELETED")) {
      client.read(); // a read says when it was asked
    } else if (Set.of("ADDED", "MODIFIED").contains(type)
        && event.get("object") instanceof Map<?, ?> lease) {
      listener.accept(new LeaseEvent.LeaseRead(client.take(lease), LeaseEvent.WATCHED));
    } else {
      throw new IOException("watch ended: " + type);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
