package io.bloodraven.watcher.intake;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Which of the other watchers answer. One that was never asked is taken to. */
final class AnsweringPeers implements AutoCloseable {
  static final Duration LIMIT = Duration.ofSeconds(1);

  /** So many times in a row it must fail to answer: one answer may be lost. */
  static final int MISSES = 2;

  private final Map<String, Integer> missed = new ConcurrentHashMap<>();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .proxy(HttpClient.Builder.NO_PROXY)
          .connectTimeout(LIMIT)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();

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
    HttpRequest request = HttpRequest.newBuilder(address).build();
    return http.sendAsync(request, BodyHandlers.discarding())
        .orTimeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS)
        .handle((answer, problem) -> {
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
