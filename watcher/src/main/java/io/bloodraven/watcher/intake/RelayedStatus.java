package io.bloodraven.watcher.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.bloodraven.api.group.GroupRef;
import io.bloodraven.api.health.Heartbeat;
import io.bloodraven.watcher.tracking.Detour;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Asks one site's sidecar for the status of another. Each call is bounded in time and its answer in
 * size; what the answer says is as little trusted as a line of a stream.
 */
public final class RelayedStatus implements AutoCloseable {
  /** A relay gives up on the other site after half a second; this leaves it time to say so. */
  static final Duration LIMIT = Duration.ofMillis(700);

  private static final int MAX_BYTES = 1 << 20;

  private final SiteAddresses addresses;
  private final Function<GroupRef, HeartbeatStream.Token> tokens;
  private final LongSupplier clock;
  private final HttpClient http = Outgoing.client(LIMIT);

  /**
   * @param clock monotonic milliseconds
   */
  public RelayedStatus(SiteAddresses addresses, GroupSecrets secrets, LongSupplier clock) {
    this(addresses, secrets::controlToken, clock);
  }

  RelayedStatus(
      SiteAddresses addresses,
      Function<GroupRef, HeartbeatStream.Token> tokens,
      LongSupplier clock) {
    this.addresses = requireNonNull(addresses, "addresses");
    this.tokens = requireNonNull(tokens, "tokens");
    this.clock = requireNonNull(clock, "clock");
  }

  /** Goes that way, on a thread of its own; the listener is told of the end in any case. */
  void ask(GroupRef group, Detour detour, SiteListener listener) {
    Thread.ofVirtual()
        .name("relay group=" + group + " site=" + detour.site() + " by=" + detour.by())
        .start(() -> go(group, detour, listener));
  }

  private void go(GroupRef group, Detour detour, SiteListener listener) {
    try {
      HttpRequest request = request(group, detour);
      // the Secret may have taken long to read: the site's answer is no older than this
      long askedAt = clock.getAsLong();
      Heartbeat heartbeat = HeartbeatLine.parse(answer(group, request));
      long took = clock.getAsLong() - askedAt;
      // a process that slept meanwhile would take an old answer for a new one
      if (took <= LIMIT.toMillis()) {
        listener.heardBy(detour, heartbeat, took);
      }
    } catch (IOException | TimeoutException e) {
      // the site is out of this relay's reach too: a cut that lasts would say so every second
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      listener.ended(detour);
    }
  }

  private HttpRequest request(GroupRef group, Detour detour) throws IOException {
    String token = tokens.apply(group).get();
    if (token == null) {
      throw new IOException("no control token yet");
    }
    URI uri =
        addresses
            .sidecar(group, detour.by())
            .resolve("/control/relay/" + detour.site() + "/status");
    return HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + token).build();
  }

  private String answer(GroupRef group, HttpRequest request)
      throws IOException, InterruptedException, TimeoutException {
    CompletableFuture<HttpResponse<String>> sent =
        http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofString(UTF_8), MAX_BYTES));
    HttpResponse<String> response;
    try {
      // the client's own time-out ends with the headers; this one covers the body too
      response = sent.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } finally {
      sent.cancel(true);
    }
    if (response.statusCode() == HttpURLConnection.HTTP_UNAUTHORIZED) {
      tokens.apply(group).refused();
    }
    if (response.statusCode() != HttpURLConnection.HTTP_OK) {
      throw new IOException("relay answers " + response.statusCode());
    }
    return response.body();
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
