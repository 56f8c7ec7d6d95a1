package io.bloodraven.sidecar.http;

import com.fasterxml.jackson.jr.ob.JSON;
import io.bloodraven.api.lease.Refusal;
import io.bloodraven.api.lease.VouchReply;
import io.bloodraven.api.lease.VouchRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Asks other sites' sidecars; connections are kept, every call has a deadline. The first call has
 * the client made, beside whoever calls: a sidecar answers before it can ask.
 */
public final class PeerClient implements AutoCloseable {
  private static final int MOST_BYTES = 1 << 20;
  private static final Duration CONNECT_LIMIT = Duration.ofMillis(400);
  private static final Duration RELAY_LIMIT = Duration.ofMillis(400);

  private final UnaryOperator<String> urlOfSite;
  private final Token token;
  private final Duration limit;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private @Nullable CompletableFuture<HttpClient> client;

  /**
   * @param urlOfSite base URL of a site's sidecar
   * @param limit for one vouch
   */
  public PeerClient(UnaryOperator<String> urlOfSite, Token token, Duration limit) {
    this.urlOfSite = urlOfSite;
    this.token = token;
    this.limit = limit;
  }

  private synchronized CompletableFuture<HttpClient> client() {
    CompletableFuture<HttpClient> made = client;
    if (made == null) {
      made = CompletableFuture.supplyAsync(this::make, executor);
      client = made;
    }
    return made;
  }

  private HttpClient make() {
    return Outgoing.client(trustingNobody(), CONNECT_LIMIT, executor);
  }

  /**
   * Peers speak plain HTTP. Without this the client would make the JDK's default context, and read
   * and keep every certificate of its trust store for it.
   */
  private static SSLContext trustingNobody() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[0], null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no TLS", e);
    }
  }

  /** One peer's answer. */
  public record Answer(int status, String body) {}

  /** Asks for a promise; a peer that does not answer in time is not heard of. */
  public void vouch(String site, VouchRequest request, BiConsumer<String, VouchReply> listener) {
    try {
      var _ =
          send(site, "POST", "/control/vouch", JSON.std.asBytes(request), limit)
              .thenAccept(answer -> {
                try {
                  listener.accept(site, reply(answer));
                } catch (IOException | IllegalArgumentException e) {
                  // not an answer of a sidecar: as good as none
                }
              });
    } catch (IOException e) {
      // no token yet, so nobody can be asked
    }
  }

  private static VouchReply reply(Answer answer) throws IOException {
    Map<String, Object> map = JSON.std.mapFrom(answer.body());
    return new VouchReply(
        answer.status() == 200 && Boolean.TRUE.equals(map.get("granted")),
        map.get("refusal") instanceof String refusal ? Refusal.valueOf(refusal) : Refusal.NONE,
        map.get("highestEpoch") instanceof Number epoch ? epoch.longValue() : 0,
        Boolean.TRUE.equals(map.get("replicating")));
  }

  /** Passes a call on to a peer; fails when it does not answer within 400 ms. */
  public CompletableFuture<Answer> relay(String site, String method, String path, byte[] body)
      throws IOException {
    return send(site, method, path, body, RELAY_LIMIT);
  }

  private CompletableFuture<Answer> send(
      String site, String method, String path, byte[] body, Duration limit) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(urlOfSite.apply(site) + path))
            .header("Authorization", token.header())
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    return client().thenCompose(http -> send(http, request, limit));
  }

  private static CompletableFuture<Answer> send(
      HttpClient http, HttpRequest request, Duration limit) {
    CompletableFuture<HttpResponse<String>> sent =
        http.sendAsync(
            request,
            HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofString(), MOST_BYTES));
    // on a copy: what is over its time would still hold its connection, and cannot be cancelled
    return sent.copy()
        .orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((_, _) -> sent.cancel(true))
        .thenApply(response -> new Answer(response.statusCode(), response.body()));
  }

  @Override
  public synchronized void close() {
    CompletableFuture<HttpClient> made = client;
    if (made != null) {
      var _ = made.thenAccept(HttpClient::shutdownNow);
    }
  }
}
