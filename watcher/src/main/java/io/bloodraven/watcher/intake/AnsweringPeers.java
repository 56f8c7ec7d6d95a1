package io.bloodraven.watcher.intake;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Which of the other watchers answer. One that was never asked is taken to. */
final class AnsweringPeers implements AutoCloseable {
  static final Duration LIMIT = Duration.ofSeconds(1);

  /** So many times in a row it must fail to answer: one answer may be lost. */
  static final int MISSES = 2;

  private final Map<String, Integer> missed = new ConcurrentHashMap<>();
  private final HttpClient http = Outgoing.client(LIMIT);

  /**
   * Asks all of them at once, and returns when each has answered or {@link #LIMIT} is over.
   *
   * @param peers where each is asked, by its name; of others nothing is remembered
   */
  void ask(Map<String, URI> peers) {
    missed.keySet().retainAll(peers.keySet());
    peers.entrySet().stream()
        .map(peer -> ask(peer.getKey(), peer.getValue()))
        .toList()
        .forEach(CompletableFuture::join);
  }

  private CompletableFuture<Void> ask(String name, URI address) {
    CompletableFuture<HttpResponse<Void>> sent =
        http.sendAsync(HttpRequest.newBuilder(address).build(), BodyHandlers.discarding());
    // on a copy: what is over its time would still hold its connection, and cannot be cancelled
    return sent.copy()
        .orTimeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS)
        .handle((answer, problem) -> {
          sent.cancel(true);
          if (problem == null && answer.statusCode() == 200) {
            missed.remove(name);
          } else {
            missed.merge(name, 1, Integer::sum);
          }
          return null;
        });
  }

  boolean answers(String name) {
    return missed.getOrDefault(name, 0) < MISSES;
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
