package io.bloodraven.sidecar;

import com.fasterxml.jackson.jr.ob.JSON;
import io.bloodraven.api.health.Heartbeat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Reads a site's heartbeat stream as a watcher does. */
final class TestingHeartbeats implements AutoCloseable {
  private final BlockingQueue<Heartbeat> beats = new LinkedBlockingQueue<>();
  private final HttpResponse<Stream<String>> response;

  TestingHeartbeats(TestingSite site) {
    response = site.heartbeats();
    Thread.ofVirtual().start(this::read);
  }

  private void read() {
    try (Stream<String> lines = response.body()) {
      lines.forEach(line -> {
        try {
          beats.add(JSON.std.beanFrom(Heartbeat.class, line));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      });
    } catch (UncheckedIOException e) {
      // the stream ended: whoever waits for a beat says so
    }
  }

  Heartbeat awaitFirst() throws InterruptedException {
    return await(beat -> true);
  }

  Heartbeat await(Predicate<Heartbeat> wanted) throws InterruptedException {
    while (true) {
      Heartbeat beat = beats.poll(10, TimeUnit.SECONDS);
      if (beat == null) {
        throw new AssertionError("no such heartbeat came");
      }
      if (wanted.test(beat)) {
        return beat;
      }
    }
  }

  @Override
  public void close() {
    response.body().close();
  }
}
