package io.bloodraven.playground.nemesis;

import com.fasterxml.jackson.jr.ob.JSON;
import io.bloodraven.playground.cluster.PlaygroundStatus;
import io.bloodraven.playground.ledger.LedgerClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Reads the status page all the time, as a dashboard would. Starts at once. */
final class StatusWatch implements AutoCloseable {
  private static final Duration PACE = Duration.ofMillis(250);
  private static final Duration LIMIT = Duration.ofSeconds(1);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(LIMIT).build();
  private final HttpRequest request;
  private final String group;
  private final LedgerClock clock;
  private final List<StatusSample> samples = new ArrayList<>();
  private final Thread thread;

  StatusWatch(PlaygroundStatus status, LedgerClock clock) {
    URI page = URI.create(status.statusUrl() + "/status");
    this.request = HttpRequest.newBuilder(page).timeout(LIMIT).build();
    this.group = status.namespace() + "/" + status.group();
    this.clock = clock;
    this.thread = Thread.ofPlatform().daemon().name("status-watch").start(this::watch);
  }

  /** All of it so far. */
  List<StatusSample> samples() {
    synchronized (samples) {
      return List.copyOf(samples);
    }
  }

  private void watch() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        look();
        Thread.sleep(PACE);
      }
    } catch (InterruptedException told) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() throws InterruptedException {
    try {
      String body = http.send(request, BodyHandlers.ofString()).body();
      if (JSON.std.mapFrom(body).get(group) instanceof Map<?, ?> view) {
        String active = Objects.toString(view.get("activeSite"), "");
        synchronized (samples) {
          samples.add(new StatusSample(clock.nanos(), active));
        }
      }
    } catch (IOException unanswered) {
      // no answer is no lie
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    http.close();
  }
}
